import { emptyGroup } from '../../../src/check/rules/empty-group.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(emptyGroup, {
  'no members': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      groups:
        «ops»: { members: [] }
    `,
    messages: ['group "ops" has no members'],
  },
  members: {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      groups:
        ops: { members: [alice] }
      users:
        alice: { at: core, auth: { password: { generate: {} } } }
    `,
    messages: [],
  },
  'an empty role is for another rule': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      roles:
        ops: { publish: [a] }
    `,
    messages: [],
  },
})
