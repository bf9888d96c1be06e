import { prose } from '../../../diagnostics/prose.ts'
import type { MosquittoRule } from '../mosquitto-subject.ts'

export const bridgeTransport: MosquittoRule = {
  code: 'bridge-transport',
  severity: 'error',
  summary: 'a Mosquitto bridge can only dial plain or encrypted TCP',
  explanation: prose`
    Mosquitto's bridges speak MQTT over TCP, with or without TLS; not over websockets, and not to Unix sockets. Point
    the bridge at a TCP listener of the far broker, or add one.
  `,
  *check({ topology: { bridges } }) {
    for (const { name, listener, to, path } of bridges) {
      if (listener.transport === 'tcp') continue
      yield {
        message: `bridge "${name}" cannot dial the ${listener.transport} listener "${listener.name}" of broker "${to.name}"`,
        at: { path },
        related: [{ at: { path: listener.path, on: 'key' }, message: 'the listener is defined here' }],
        hint: 'name a tcp listener of the far broker',
      }
    }
  },
}
