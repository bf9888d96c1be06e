import { everythingGranted } from '../../../src/check/rules/everything-granted.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(everythingGranted, {
  'one user': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        hub: { at: core, auth: { password: { generate: {} } }, publish: [«"#"»] }
    `,
    messages: ['user "hub" may publish to every topic'],
  },
  'a role of several users, spelt another way': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      roles:
        hub: { publish: [«+/#»] }
      users:
        a: { at: core, auth: { password: { generate: {} } }, roles: [hub] }
        b: { at: core, auth: { password: { generate: {} } }, roles: [hub] }
    `,
    messages: ['2 users may publish to every topic'],
  },
  'receiving, denying, one level, and anonymous clients': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        hub: { at: core, auth: { password: { generate: {} } }, subscribe: ["#"], publish: ["+", "a/#"], deny: [{ publish: "#" }] }
        anonymous: { at: core, publish: ["#"] }
    `,
    messages: [],
  },
})
