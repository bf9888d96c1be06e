import { websocketCrl } from '../../../../src/targets/mosquitto/rules/websocket-crl.ts'
import { testMosquittoRule } from '../test-mosquitto-rule.ts'

testMosquittoRule(websocketCrl, {
  'a list that is not looked at': {
    spec: `
      brokers:
        core: { listeners: { wss: { transport: websocket, port: 8084, tls: { crl: «true» }, auth: [certificate] } } }
    `,
    messages: [
      'listener "wss" of broker "core" is a websocket, where Mosquitto 2.0 checks no revocation list',
    ],
  },
  'without a list, over TCP, and in 2.1': {
    spec: `
      brokers:
        core:
          listeners:
            wss: { transport: websocket, port: 8084, tls: {}, auth: [certificate] }
            mqtts: { port: 8883, tls: { crl: true }, auth: [certificate] }
        new:
          engine: { version: "2.1" }
          listeners: { wss: { transport: websocket, port: 8085, tls: { crl: true }, auth: [certificate] } }
    `,
    messages: [],
  },
})
