import { shareInGrant } from '../../../src/check/rules/share-in-grant.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(shareInGrant, {
  'a shared subscription': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, subscribe: [«$share/workers/jobs/+»] }
    `,
    messages: ['subscribe "$share/workers/jobs/+" matches nothing: no topic begins with "$share"'],
  },
  'in a role, denied, and without a filter': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      roles:
        worker: { publish: [«$share»], deny: [{ subscribe: «"$share/#"» }] }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, roles: [worker] }
        bob: { at: core, auth: { password: { generate: {} } }, roles: [worker] }
    `,
    messages: [
      'publish "$share" matches nothing: no topic begins with "$share"',
      'deny of subscribe "$share/#" matches nothing: no topic begins with "$share"',
    ],
  },
  'the topics of the group, and others that look alike': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, subscribe: [jobs/+, "$shared/a", "a/$share/b"] }
    `,
    messages: [],
  },
})
