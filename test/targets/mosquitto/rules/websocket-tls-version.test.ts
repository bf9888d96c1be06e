import { websocketTlsVersion } from '../../../../src/targets/mosquitto/rules/websocket-tls-version.ts'
import { testMosquittoRule } from '../test-mosquitto-rule.ts'

testMosquittoRule(websocketTlsVersion, {
  'TLS 1.3 alone, in 2.0': {
    spec: `
      brokers:
        core: { listeners: { wss: { transport: websocket, port: 8084, tls: { minVersion: «"1.3"» }, auth: [password] } } }
    `,
    messages: [
      'listener "wss" of broker "core" is a websocket, where Mosquitto 2.0 takes TLS 1.2 whatever "minVersion" says',
    ],
  },
  'TLS 1.2, over TCP, and in 2.1': {
    spec: `
      brokers:
        core:
          listeners:
            wss: { transport: websocket, port: 8084, tls: { minVersion: "1.2" }, auth: [password] }
            mqtts: { port: 8883, tls: { minVersion: "1.3" }, auth: [password] }
        new:
          engine: { version: "2.1" }
          listeners: { wss: { transport: websocket, port: 8085, tls: { minVersion: "1.3" }, auth: [password] } }
    `,
    messages: [],
  },
})
