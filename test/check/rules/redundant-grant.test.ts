import { redundantGrant } from '../../../src/check/rules/redundant-grant.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(redundantGrant, {
  'a wider one beside it': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, publish: [a/#, «a/b»] }
    `,
    messages: ['publish "a/b" adds nothing to publish "a/#"'],
  },
  'a wildcard takes in the variable': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, subscribe: [«"a/\${username}"», a/+] }
    `,
    messages: ['subscribe "a/${username}" adds nothing to subscribe "a/+"'],
  },
  'denies too': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, publish: ["#"], deny: [{ publish: a/# }, { publish: «a/b» }] }
    `,
    messages: ['deny of publish "a/b" adds nothing to deny of publish "a/#"'],
  },
  'one that says more, one that only overlaps, and one of the other action': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, publish: [a/#, { topic: a/b, qos: 1 }, +/c, { topic: a/d, retain: deny }], subscribe: [a/b] }
    `,
    messages: [],
  },
  "a role beside one's own": {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      roles:
        all: { publish: [a/#] }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, roles: [all], publish: [a/b] }
    `,
    messages: [],
  },
})
