import { websocketOnlyBroker } from '../../../../src/targets/mosquitto/rules/websocket-only-broker.ts'
import { testMosquittoRule } from '../test-mosquitto-rule.ts'

testMosquittoRule(websocketOnlyBroker, {
  'websockets alone, in 2.0': {
    spec: `
      brokers:
        core: { «listeners»: { ws: { transport: websocket, port: 8080, auth: [password] } } }
    `,
    messages: ['broker "core" has websocket listeners alone, with which Mosquitto 2.0 does not start'],
  },
  'another listener beside them, and 2.1': {
    spec: `
      brokers:
        core:
          listeners:
            ws: { transport: websocket, port: 8080, auth: [password] }
            local: { transport: unix, path: /run/m.sock, auth: [password] }
        new:
          engine: { version: "2.1" }
          listeners: { ws: { transport: websocket, port: 8081, auth: [password] } }
    `,
    messages: [],
  },
})
