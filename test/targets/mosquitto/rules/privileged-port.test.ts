import { privilegedPort } from '../../../../src/targets/mosquitto/rules/privileged-port.ts'
import { testMosquittoRule } from '../test-mosquitto-rule.ts'

testMosquittoRule(privilegedPort, {
  'below 1024': {
    spec: `
      brokers:
        core: { listeners: { wss: { transport: websocket, port: «443», tls: {}, auth: [password] }, mqtt: { port: 1024, auth: [password] } } }
    `,
    messages: ['listener "wss" of broker "core" is on port 443, which Mosquitto may not open by itself'],
  },
  'from 1024 on, and a socket': {
    spec: `
      brokers:
        core: { listeners: { local: { transport: unix, path: /run/m.sock, auth: [password] }, mqtt: { port: 1024, auth: [password] } } }
    `,
    messages: [],
  },
})
