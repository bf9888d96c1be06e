import { needsNewerEngine } from '../../../../src/targets/mosquitto/rules/needs-newer-engine.ts'
import { testMosquittoRule } from '../test-mosquitto-rule.ts'

testMosquittoRule(needsNewerEngine, {
  'every option of 2.1': {
    spec: `
      brokers:
        core:
          retain: { «expiry»: 30m }
          limits: { «maxTotalConnections»: 10, «maxTotalClients»: 10 }
          listeners:
            mqtt: { port: 1883, auth: [password], «protocolVersions»: [5], «proxyProtocol»: 2 }
            ws: { transport: websocket, port: 8080, auth: [password], «origins»: ["https://a.example"] }
    `,
    messages: [
      'expiry',
      'maxTotalConnections',
      'maxTotalClients',
      'protocolVersions',
      'proxyProtocol',
      'origins',
    ].map((option) => `broker "core" runs Mosquitto 2.0, which has no "${option}"`),
  },
  'the same on 2.1': {
    spec: `
      brokers:
        core:
          engine: { version: "2.1" }
          retain: { expiry: 30m }
          limits: { maxTotalConnections: 10, maxTotalClients: 10 }
          listeners:
            mqtt: { port: 1883, auth: [password], protocolVersions: [5], proxyProtocol: 2 }
            ws: { transport: websocket, port: 8080, auth: [password], origins: ["https://a.example"] }
    `,
    messages: [],
  },
})
