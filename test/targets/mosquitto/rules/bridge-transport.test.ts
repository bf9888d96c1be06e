import { bridgeTransport } from '../../../../src/targets/mosquitto/rules/bridge-transport.ts'
import { testMosquittoRule } from '../test-mosquitto-rule.ts'

testMosquittoRule(bridgeTransport, {
  'a websocket': {
    spec: `
      brokers:
        near: { listeners: { mqtt: { port: 1883, auth: [password] } } }
        far: { listeners: { ws: { transport: websocket, port: 8080, auth: [password] } } }
      bridges:
        b: «{ from: near, to: far, auth: { password: { generate: {} } }, routes: [{ out: a }] }»
    `,
    messages: ['bridge "b" cannot dial the websocket listener "ws" of broker "far"'],
  },
  'a TCP listener beside it': {
    spec: `
      brokers:
        near: { listeners: { mqtt: { port: 1883, auth: [password] } } }
        far:
          listeners:
            ws: { transport: websocket, port: 8080, auth: [password] }
            mqtt: { port: 1884, auth: [password] }
      bridges:
        b: { from: near, to: far, auth: { password: { generate: {} } }, routes: [{ out: a }] }
    `,
    messages: [],
  },
})
