import { userWithoutRights } from '../../../src/check/rules/user-without-rights.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(userWithoutRights, {
  'nothing at all': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        «alice»: { at: core, auth: { password: { generate: {} } } }
    `,
    messages: ['user "alice" may neither publish nor receive anything'],
  },
  'only denies': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        «alice»: { at: core, auth: { password: { generate: {} } }, deny: [{ publish: a }] }
    `,
    messages: ['user "alice" may neither publish nor receive anything'],
  },
  'a fleet is one finding': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      fleets:
        «presses»: { forEach: { range: { from: 1, to: 30 } }, username: "p\${each.n}", at: core, auth: { password: { generate: {} } } }
    `,
    messages: ['30 devices of fleet "presses" may neither publish nor receive anything'],
  },
  'rights of their own, of a role and of a group': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      roles:
        reader: { subscribe: [a] }
      groups:
        readers: { roles: [reader], members: [carol] }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, publish: [a] }
        bob: { at: core, auth: { password: { generate: {} } }, roles: [reader] }
        carol: { at: core, auth: { password: { generate: {} } } }
    `,
    messages: [],
  },
})
