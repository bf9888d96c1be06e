import { websocketConnections } from '../../../../src/targets/mosquitto/rules/websocket-connections.ts'
import { testMosquittoRule } from '../test-mosquitto-rule.ts'

testMosquittoRule(websocketConnections, {
  'a limit of its own, and one of the broker': {
    spec: `
      brokers:
        a: { listeners: { ws: { transport: websocket, port: 8080, auth: [password], maxConnections: «5» } } }
        b: { limits: { maxConnections: 9 }, listeners: { «ws»: { transport: websocket, port: 8081, auth: [password] } } }
    `,
    messages: [
      'Mosquitto 2.0 does not keep websocket listener "ws" of broker "a" to 5 connections',
      'Mosquitto 2.0 does not keep websocket listener "ws" of broker "b" to 9 connections',
    ],
  },
  'no limit, a TCP listener, and 2.1': {
    spec: `
      brokers:
        a: { listeners: { ws: { transport: websocket, port: 8080, auth: [password] }, tcp: { port: 1883, auth: [password], maxConnections: 5 } } }
        new:
          engine: { version: "2.1" }
          listeners: { ws: { transport: websocket, port: 8081, auth: [password], maxConnections: 5 } }
    `,
    messages: [],
  },
})
