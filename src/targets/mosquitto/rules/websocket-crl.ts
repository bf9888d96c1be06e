import { prose } from '../../../diagnostics/prose.ts'
import { quoted } from '../../../diagnostics/quoted.ts'
import type { MosquittoRule } from '../mosquitto-subject.ts'
import { oldWebsockets } from '../old-websockets.ts'

export const websocketCrl: MosquittoRule = {
  code: 'websocket-crl',
  severity: 'error',
  summary: 'Mosquitto 2.0 does not check revocation lists on websockets',
  explanation: prose`
    In Mosquitto 2.0 websockets are served by another library, which does not look at \`crlfile\`: a revoked certificate
    would still be let in. Use a TCP listener for clients with certificates, or run 2.1.
  `,
  *check({ topology }) {
    for (const { broker, listener } of oldWebsockets(topology)) {
      const { name, tls, path } = listener
      if (tls?.kind !== 'certificate' || !tls.crl) continue
      yield {
        message: `listener ${quoted(name)} of broker ${quoted(broker.name)} is a websocket, where Mosquitto 2.0 checks no revocation list`,
        at: { path: [...path, 'tls', 'crl'] },
        hint: 'set crl: false if that is acceptable, use a tcp listener, or run 2.1',
      }
    }
  },
}
