import { socketPathConflict } from '../../../src/check/rules/socket-path-conflict.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(socketPathConflict, {
  'two brokers on one machine': {
    spec: `
      brokers:
        core: { listeners: { a: { transport: unix, path: /run/mqtt.sock, auth: [password] } } }
        edge: { listeners: { b: { transport: unix, path: «/run/mqtt.sock», auth: [password] } } }
    `,
    messages: ['listener "b" of broker "edge" takes the socket "/run/mqtt.sock", which is taken already'],
  },
  'another path, and listeners without one': {
    spec: `
      brokers:
        core:
          listeners:
            a: { transport: unix, path: /run/a.sock, auth: [password] }
            b: { transport: unix, path: /run/b.sock, auth: [password] }
            c: { port: 1883, auth: [password] }
            d: { port: 1884, auth: [password] }
    `,
    messages: [],
  },
  'the same path on other machines': {
    spec: `
      brokers:
        core: { host: core.example, listeners: { a: { transport: unix, path: /run/mqtt.sock, auth: [password] } } }
        edge: { host: edge.example, listeners: { b: { transport: unix, path: /run/mqtt.sock, auth: [password] } } }
    `,
    messages: [],
  },
})
