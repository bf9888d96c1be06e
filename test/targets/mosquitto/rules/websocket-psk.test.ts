import { websocketPsk } from '../../../../src/targets/mosquitto/rules/websocket-psk.ts'
import { testMosquittoRule } from '../test-mosquitto-rule.ts'

testMosquittoRule(websocketPsk, {
  'pre-shared keys, in 2.0': {
    spec: `
      brokers:
        core: { listeners: { wss: { transport: websocket, port: 8084, tls: { «psk»: {} }, auth: [psk] } } }
    `,
    messages: [
      'websocket listener "wss" of broker "core" would be open and plain in Mosquitto 2.0, without its pre-shared keys',
    ],
  },
  'over TCP, and a websocket with a certificate': {
    spec: `
      brokers:
        core:
          listeners:
            psk: { port: 8885, tls: { psk: {} }, auth: [psk] }
            wss: { transport: websocket, port: 8084, tls: {}, auth: [password] }
    `,
    messages: [],
  },
})
