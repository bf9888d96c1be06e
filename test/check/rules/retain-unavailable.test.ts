import { retainUnavailable } from '../../../src/check/rules/retain-unavailable.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(retainUnavailable, {
  'a will to a broker that retains nothing': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
        edge: { host: edge.example, retain: { available: false }, listeners: { a: { port: 1883, auth: [password] } } }
      users:
        alice: { at: [core, edge], auth: { password: { generate: {} } }, publish: [a], will: { topic: a, retain: «true» } }
    `,
    messages: ['the will of user "alice" is to be retained, which broker "edge" refuses'],
  },
  'a will that is not retained, or at another broker': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
        edge: { host: edge.example, retain: { available: false }, listeners: { a: { port: 1883, auth: [password] } } }
      users:
        alice: { at: edge, auth: { password: { generate: {} } }, publish: [a], will: { topic: a } }
        bob: { at: core, auth: { password: { generate: {} } }, publish: [a], will: { topic: a, retain: true } }
    `,
    messages: [],
  },
})
