import { willNotAllowed } from '../../../src/check/rules/will-not-allowed.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(willNotAllowed, {
  'no grant': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, publish: [a], will: { topic: «b» } }
    `,
    messages: ['the will of user "alice" goes to "b", which it may not publish'],
  },
  'a deny': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, publish: ["#"], deny: [{ publish: b }], will: { topic: «b» } }
    `,
    messages: ['the will of user "alice" goes to "b", which it may not publish'],
  },
  'another device of the fleet': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      fleets:
        presses:
          forEach: { range: { from: 1, to: 2 } }
          username: "p\${each.n}"
          at: core
          auth: { password: { generate: {} } }
          publish: ["s/p1"]
          will: { topic: «"s/\${username}"» }
    `,
    messages: ['the will of device "p2" of fleet "presses" goes to "s/p2", which it may not publish'],
  },
  'granted, by name and by variable': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, publish: [a, "s/\${username}"], will: { topic: a } }
        bob: { at: core, auth: { password: { generate: {} } }, publish: [a, "s/\${username}"], will: { topic: "s/\${username}" } }
        carol: { at: core, auth: { password: { generate: {} } }, publish: [] }
    `,
    messages: [],
  },
})
