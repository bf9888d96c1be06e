import { clientIdInDeny } from '../../../src/check/rules/client-id-in-deny.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(clientIdInDeny, {
  'an identifier left open': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, publish: [a/#], deny: [{ publish: «"a/\${clientId}"» }] }
    `,
    messages: [
      'the deny of publish "a/${clientId}" does not bind user "alice", which may choose any client identifier',
    ],
  },
  'through a role, for some of its users': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      roles:
        guest: { publish: [a/#], deny: [{ publish: «"a/\${clientId}"» }] }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, roles: [guest], clientId: a1 }
        anonymous: { at: core, roles: [guest] }
    `,
    messages: [
      'the deny of publish "a/${clientId}" does not bind user "anonymous", which may choose any client identifier',
    ],
  },
  'fixed, with the username, and in an allow': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, clientId: a1, publish: [a/#], deny: [{ publish: "a/\${clientId}" }] }
        bob: { at: core, auth: { password: { generate: {} } }, publish: ["a/#", "\${clientId}/x"], deny: [{ publish: "a/\${username}" }] }
    `,
    messages: [],
  },
})
