import { prose } from '../../../diagnostics/prose.ts'
import { quoted } from '../../../diagnostics/quoted.ts'
import type { MosquittoRule } from '../mosquitto-subject.ts'
import { oldWebsockets } from '../old-websockets.ts'

export const websocketTlsVersion: MosquittoRule = {
  code: 'websocket-tls-version',
  severity: 'error',
  summary: 'Mosquitto 2.0 does not keep websockets to TLS 1.3',
  explanation: prose`
    In Mosquitto 2.0 websockets are served by another library, to which \`tls_version\` is not passed on: clients with TLS
    1.2 are let in too. Leave \`minVersion\` at 1.2 if that is acceptable, use a TCP listener, or run 2.1.
  `,
  *check({ topology }) {
    for (const { broker, listener } of oldWebsockets(topology)) {
      const { name, tls, path } = listener
      if (tls?.kind !== 'certificate' || tls.minVersion === '1.2') continue
      yield {
        message: `listener ${quoted(name)} of broker ${quoted(broker.name)} is a websocket, where Mosquitto 2.0 takes TLS 1.2 whatever "minVersion" says`,
        at: { path: [...path, 'tls', 'minVersion'] },
        hint: 'set minVersion: "1.2" if that is acceptable, use a tcp listener, or run 2.1',
      }
    }
  },
}
