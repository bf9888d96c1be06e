import { duplicateGrant } from '../../../src/check/rules/duplicate-grant.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(duplicateGrant, {
  'a topic twice': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, publish: [a/b, c, «a/b»] }
    `,
    messages: ['publish "a/b" is written twice'],
  },
  'twice in other words, in a role': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      roles:
        all: { subscribe: ["#", «+/#»] }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, roles: [all] }
        bob: { at: core, auth: { password: { generate: {} } }, roles: [all] }
    `,
    messages: ['subscribe "+/#" is written twice'],
  },
  "the other action, another user, and a role beside one's own": {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      roles:
        a: { publish: [a] }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, roles: [a], publish: [a], subscribe: [a], deny: [{ publish: b }] }
        bob: { at: core, auth: { password: { generate: {} } }, publish: [a] }
    `,
    messages: [],
  },
  'a fleet whose rows differ': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      fleets:
        presses:
          forEach: { range: { from: 1, to: 3 } }
          username: "p\${each.n}"
          at: core
          auth: { password: { generate: {} } }
          publish: ["a/\${each.n}", "b/\${each.n}"]
    `,
    messages: [],
  },
})
