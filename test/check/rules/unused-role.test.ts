import { unusedRole } from '../../../src/check/rules/unused-role.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(unusedRole, {
  'nobody has it': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      roles:
        «spare»: { publish: [a] }
    `,
    messages: ['role "spare" reaches no user'],
  },
  'only an empty group has it': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      roles:
        «spare»: { publish: [a] }
      groups:
        empty: { roles: [spare], members: [] }
    `,
    messages: ['role "spare" reaches no user'],
  },
  'a user has it, or a group with members, or a fleet': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      roles:
        a: { publish: [a] }
        b: { publish: [b] }
        c: { publish: [c] }
      groups:
        g: { roles: [b], members: [bob] }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, roles: [a] }
        bob: { at: core, auth: { password: { generate: {} } } }
      fleets:
        f: { forEach: { range: { from: 1, to: 2 } }, username: "p\${each.n}", at: core, auth: { password: { generate: {} } }, roles: [c] }
    `,
    messages: [],
  },
})
