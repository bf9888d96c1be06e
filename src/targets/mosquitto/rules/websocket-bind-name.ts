import { isIP } from 'node:net'
import { prose } from '../../../diagnostics/prose.ts'
import { quoted } from '../../../diagnostics/quoted.ts'
import type { MosquittoRule } from '../mosquitto-subject.ts'
import { oldWebsockets } from '../old-websockets.ts'

export const websocketBindName: MosquittoRule = {
  code: 'websocket-bind-name',
  severity: 'error',
  summary: 'Mosquitto 2.0 does not open a websocket that is bound to a host name',
  explanation: prose`
    In Mosquitto 2.0 websockets are served by another library, which takes addresses and names of network interfaces. Bound
    to a host name, \`localhost\` included, the listener is not opened, and nothing is said about it.

    Bind it to an IP address, or run 2.1.
  `,
  *check({ topology }) {
    for (const { broker, listener } of oldWebsockets(topology)) {
      const { name, bind, path } = listener
      if (bind === undefined || isIP(bind) !== 0) continue
      yield {
        message: `Mosquitto 2.0 would not open websocket listener ${quoted(name)} of broker ${quoted(broker.name)} on ${quoted(bind)}`,
        at: { path: [...path, 'bind'] },
        hint: 'write an IP address, such as 127.0.0.1',
      }
    }
  },
}
