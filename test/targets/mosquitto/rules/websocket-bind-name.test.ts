import { websocketBindName } from '../../../../src/targets/mosquitto/rules/websocket-bind-name.ts'
import { testMosquittoRule } from '../test-mosquitto-rule.ts'

testMosquittoRule(websocketBindName, {
  'a host name, in 2.0': {
    spec: `
      brokers:
        core: { listeners: { ws: { transport: websocket, port: 8080, bind: «localhost», auth: [password] } } }
    `,
    messages: ['Mosquitto 2.0 would not open websocket listener "ws" of broker "core" on "localhost"'],
  },
  'addresses, a TCP listener, and 2.1': {
    spec: `
      brokers:
        core:
          listeners:
            four: { transport: websocket, port: 8080, bind: 127.0.0.1, auth: [password] }
            six: { transport: websocket, port: 8081, bind: "::1", auth: [password] }
            all: { transport: websocket, port: 8082, auth: [password] }
            tcp: { port: 1883, bind: localhost, auth: [password] }
        new:
          engine: { version: "2.1" }
          listeners: { ws: { transport: websocket, port: 8083, bind: localhost, auth: [password] } }
    `,
    messages: [],
  },
})
