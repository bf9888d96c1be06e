import { prose } from '../../diagnostics/prose.ts'
import type { CheckRule } from '../check-subject.ts'
import { listenersOf } from '../listeners-of.ts'
import { isOpenToNetwork } from '../network-reach.ts'

export const passwordInClear: CheckRule = {
  code: 'password-in-clear',
  severity: 'warning',
  summary: 'passwords cross the network without encryption',
  explanation: prose`
    MQTT sends username and password as plain text in its first packet. Without TLS everybody on the way can read
    and reuse them, and can read and change every message. This holds for websockets as well.

    Give the listener \`tls: {}\`: the certificates are made for you. Keep a plain listener for programs on the same
    machine by \`bind: 127.0.0.1\` or a Unix socket. Where a proxy adds TLS in front, bind to the address it uses.
  `,
  *check({ topology }) {
    for (const { broker, listener } of listenersOf(topology)) {
      const { auth, tls, transport } = listener
      if (!auth.includes('password') || tls !== undefined || !isOpenToNetwork(listener)) continue
      const kind = transport === 'websocket' ? 'websocket listener' : 'listener'
      yield {
        message: `${kind} "${listener.name}" of broker "${broker.name}" takes passwords over the network without TLS`,
        at: { path: listener.path, on: 'key' },
        related: [{ at: { path: [...listener.path, 'auth'] }, message: 'passwords are accepted here' }],
        hint: 'give the listener "tls: {}", or bind it to 127.0.0.1',
      }
    }
  },
}
