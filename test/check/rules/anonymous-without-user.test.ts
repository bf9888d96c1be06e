import { anonymousWithoutUser } from '../../../src/check/rules/anonymous-without-user.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(anonymousWithoutUser, {
  'nobody is anonymous': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: «[anonymous]» } } }
    `,
    messages: ['listener "mqtt" admits anonymous clients, but broker "core" has no user "anonymous"'],
  },
  'anonymous stands at another broker': {
    spec: `
      brokers:
        core: { host: core.example, listeners: { mqtt: { port: 1883, auth: «[anonymous]» } } }
        edge: { host: edge.example, listeners: { mqtt: { port: 1883, auth: [anonymous] } } }
      users:
        anonymous: { at: edge, publish: [a] }
    `,
    messages: ['listener "mqtt" admits anonymous clients, but broker "core" has no user "anonymous"'],
  },
  'a user anonymous, and a listener without': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [anonymous] } } }
        edge: { host: edge.example, listeners: { mqtt: { port: 1883, auth: [password] } } }
      users:
        anonymous: { at: core, publish: [a] }
    `,
    messages: [],
  },
})
