import { prose } from '../../diagnostics/prose.ts'
import type { CheckRule } from '../check-subject.ts'
import { listenersOf } from '../listeners-of.ts'
import { isOpenToNetwork } from '../network-reach.ts'

export const anonymousBeyondLoopback: CheckRule = {
  code: 'anonymous-beyond-loopback',
  severity: 'warning',
  summary: 'a listener lets anybody in from the network, without credentials',
  explanation: prose`
    With \`anonymous\` in \`auth\` whoever reaches the port has the rights of the user \`anonymous\`: every device,
    guest and compromised printer of the network, and the internet where the port is forwarded. TLS does not change
    that, since it does not ask who the client is.

    Bind the listener to loopback (\`bind: 127.0.0.1\`), use a Unix socket, or give the clients credentials.
  `,
  *check({ topology }) {
    for (const { broker, listener } of listenersOf(topology)) {
      if (!listener.auth.includes('anonymous') || !isOpenToNetwork(listener)) continue
      const where = listener.bind === undefined ? 'all addresses' : `"${listener.bind}"`
      yield {
        message: `listener "${listener.name}" of broker "${broker.name}" admits anonymous clients on ${where}`,
        at: { path: [...listener.path, 'auth'] },
        hint: 'bind the listener to 127.0.0.1, or remove "anonymous" from its auth',
      }
    }
  },
}
