import { clientIdNotALevel } from '../../../src/check/rules/client-id-not-a-level.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(clientIdNotALevel, {
  'a slash': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, clientId: «a/1», publish: ["press/\${clientId}"] }
    `,
    messages: ['a grant with "${clientId}" matches nothing for user "alice": "a/1" is not one topic level'],
  },
  'a slash without the variable, and one level': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, clientId: a/1, publish: ["press/\${username}"] }
        bob: { at: core, auth: { password: { generate: {} } }, clientId: b1, publish: ["press/\${clientId}"] }
    `,
    messages: [],
  },
})
