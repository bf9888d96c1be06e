import { prose } from '../../../diagnostics/prose.ts'
import { quoted } from '../../../diagnostics/quoted.ts'
import type { MosquittoRule } from '../mosquitto-subject.ts'

export const websocketOnlyBroker: MosquittoRule = {
  code: 'websocket-only-broker',
  severity: 'error',
  summary: 'Mosquitto 2.0 does not start with websocket listeners alone',
  explanation: prose`
    Mosquitto 2.0 counts its own sockets before the websockets are opened, finds none and ends with "Unable to start any
    listening sockets". One TCP or Unix listener is enough; it may be bound to the machine itself.

    Add a listener, such as \`local: { transport: unix, path: /run/mosquitto/mqtt.sock, auth: [password] }\`, or run 2.1.
  `,
  *check({ topology: { brokers } }) {
    for (const { name, engine, listeners, path } of brokers) {
      const isAlone = listeners.length > 0 && listeners.every(({ transport }) => transport === 'websocket')
      if (engine.version !== '2.0' || !isAlone) continue
      yield {
        message: `broker ${quoted(name)} has websocket listeners alone, with which Mosquitto 2.0 does not start`,
        at: { path: [...path, 'listeners'], on: 'key' },
        hint: 'add a tcp or unix listener, or run 2.1',
      }
    }
  },
}
