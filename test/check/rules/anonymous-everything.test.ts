import { anonymousEverything } from '../../../src/check/rules/anonymous-everything.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(anonymousEverything, {
  'both directions': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        anonymous: { at: core, publish: [«"#"»], subscribe: [«"#"»] }
    `,
    messages: [
      'anonymous clients may publish to every topic',
      'anonymous clients may receive from every topic',
    ],
  },
  'one role with others': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      roles:
        all: { subscribe: [«"#"»] }
      users:
        anonymous: { at: core, roles: [all] }
        alice: { at: core, auth: { password: { generate: {} } }, roles: [all] }
    `,
    messages: ['anonymous clients may receive from every topic'],
  },
  'another user, and less than everything': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        anonymous: { at: core, subscribe: ["+/public/#"] }
        alice: { at: core, auth: { password: { generate: {} } }, subscribe: ["#"] }
    `,
    messages: [],
  },
})
