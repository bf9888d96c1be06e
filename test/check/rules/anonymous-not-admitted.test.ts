import { anonymousNotAdmitted } from '../../../src/check/rules/anonymous-not-admitted.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(anonymousNotAdmitted, {
  'no listener for anonymous clients': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password] } } }
      users:
        anonymous: { at: «core», publish: [a] }
    `,
    messages: ['user "anonymous" has rights at broker "core", where no listener admits anonymous clients'],
  },
  'only one of two brokers': {
    spec: `
      brokers:
        core: { host: core.example, listeners: { mqtt: { port: 1883, auth: [password] } } }
        edge: { host: edge.example, listeners: { mqtt: { port: 1883, auth: [anonymous] } } }
      users:
        anonymous: { at: «[core, edge]», publish: [a] }
    `,
    messages: ['user "anonymous" has rights at broker "core", where no listener admits anonymous clients'],
  },
  'a listener that admits them, and another user': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password] }, open: { port: 1884, bind: 127.0.0.1, auth: [anonymous] } } }
      users:
        anonymous: { at: core, publish: [a] }
        alice: { at: core, auth: { password: { generate: {} } } }
    `,
    messages: [],
  },
  'another user, with a password': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password] } } }
      users:
        alice: { at: core, auth: { password: { generate: {} } } }
    `,
    messages: [],
  },
})
