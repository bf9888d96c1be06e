import { prose } from '../../../diagnostics/prose.ts'
import { quoted } from '../../../diagnostics/quoted.ts'
import type { MosquittoRule } from '../mosquitto-subject.ts'
import { oldWebsockets } from '../old-websockets.ts'

export const websocketPsk: MosquittoRule = {
  code: 'websocket-psk',
  severity: 'error',
  summary: 'Mosquitto 2.0 serves a websocket with pre-shared keys without any encryption',
  explanation: prose`
    In Mosquitto 2.0 websockets are served by another library, which knows no pre-shared keys: the listener is a plain
    websocket then. Use a TCP listener for clients with pre-shared keys.
  `,
  *check({ topology }) {
    for (const { broker, listener } of oldWebsockets(topology)) {
      const { name, tls, path } = listener
      if (tls?.kind !== 'psk') continue
      yield {
        message: `websocket listener ${quoted(name)} of broker ${quoted(broker.name)} would be open and plain in Mosquitto 2.0, without its pre-shared keys`,
        at: { path: [...path, 'tls', 'psk'], on: 'key' },
        hint: 'set transport: tcp',
      }
    }
  },
}
