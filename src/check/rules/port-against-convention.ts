import { prose } from '../../diagnostics/prose.ts'
import type { CheckRule } from '../check-subject.ts'
import { listenersOf } from '../listeners-of.ts'

/** Registered with IANA: `mqtt` 1883, `secure-mqtt` 8883. */
const PLAIN_PORT = 1883
const TLS_PORT = 8883

export const portAgainstConvention: CheckRule = {
  code: 'port-against-convention',
  severity: 'warning',
  summary: 'a listener has the port that clients take for the opposite of its encryption',
  explanation: prose`
    Port 1883 is registered for MQTT without TLS and 8883 for MQTT with TLS, and client programs choose by the port.
    On swapped ports a client waits for an answer that never comes, or sends its password in clear because nobody
    told it otherwise.

    Move the listener to the registered port, or to one without a meaning.
  `,
  *check({ topology }) {
    for (const { broker, listener } of listenersOf(topology)) {
      const { name, port, tls, path } = listener
      if (port !== (tls === undefined ? TLS_PORT : PLAIN_PORT)) continue
      const [has, means, better] =
        tls === undefined ? ['no TLS', 'TLS', PLAIN_PORT] : ['TLS', 'no TLS', TLS_PORT]
      yield {
        message: `listener "${name}" of broker "${broker.name}" has ${has} on port ${port}, which means ${means} to clients`,
        at: { path: [...path, 'port'] },
        hint: `use port ${better}`,
      }
    }
  },
}
