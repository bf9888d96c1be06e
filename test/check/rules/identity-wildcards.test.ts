import { identityWildcards } from '../../../src/check/rules/identity-wildcards.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(identityWildcards, {
  'a username': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        «a+b»: { at: core, auth: { password: { generate: {} } } }
    `,
    messages: ['the username "a+b" of user "a+b" has a topic wildcard in it'],
  },
  'a client identifier': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        «alice»: { at: core, auth: { password: { generate: {} } }, clientId: "a#1" }
    `,
    messages: ['the client identifier "a#1" of user "alice" has a topic wildcard in it'],
  },
  'slashes and other characters': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        a/b: { at: core, auth: { password: { generate: {} } }, clientId: "a*%1" }
    `,
    messages: [],
  },
})
