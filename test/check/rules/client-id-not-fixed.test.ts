import { clientIdNotFixed } from '../../../src/check/rules/client-id-not-fixed.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(clientIdNotFixed, {
  'any identifier': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, publish: [«"press/\${clientId}"»] }
    `,
    messages: ['"${clientId}" in a grant keeps nothing from user "alice", without a fixed client identifier'],
  },
  'through a role, for some of its users': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      roles:
        device: { publish: [«"press/\${clientId}"»] }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, roles: [device], clientId: a }
        anonymous: { at: core, roles: [device] }
    `,
    messages: [
      '"${clientId}" in a grant keeps nothing from user "anonymous", without a fixed client identifier',
    ],
  },
  'fixed, with the username, or in a deny': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        carol: { at: core, auth: { password: { generate: {} } }, publish: [a/#], deny: [{ publish: "a/\${clientId}" }] }
        alice: { at: core, auth: { password: { generate: {} } }, clientId: a1, publish: ["press/\${clientId}"] }
        bob: { at: core, auth: { password: { generate: {} } }, publish: ["press/\${username}"] }
    `,
    messages: [],
  },
})
