import { prose } from '../../../diagnostics/prose.ts'
import { quoted } from '../../../diagnostics/quoted.ts'
import type { MosquittoRule } from '../mosquitto-subject.ts'
import { oldWebsockets } from '../old-websockets.ts'

export const websocketConnections: MosquittoRule = {
  code: 'websocket-connections',
  severity: 'warning',
  summary: 'Mosquitto 2.0 does not limit the connections of websockets',
  explanation: prose`
    In Mosquitto 2.0 websockets are served by another library, which does not look at \`max_connections\`. Whoever reaches
    the listener can open connections until the broker runs out of file descriptors.

    Limit connections in front of the broker, or run 2.1.
  `,
  *check({ topology }) {
    for (const { broker, listener } of oldWebsockets(topology)) {
      const { name, maxConnections, path } = listener
      if (maxConnections === undefined) continue
      yield {
        message: `Mosquitto 2.0 does not keep websocket listener ${quoted(name)} of broker ${quoted(broker.name)} to ${maxConnections} connections`,
        at: { path: [...path, 'maxConnections'] },
        hint: 'limit the connections in front of the broker, or run 2.1',
      }
    }
  },
}
