import { dollarUnderWildcard } from '../../../src/check/rules/dollar-under-wildcard.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(dollarUnderWildcard, {
  "everything but the broker's statistics": {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, subscribe: [«"#"»] }
    `,
    messages: ['subscribe "#" does not include "$SYS/#"'],
  },
  'with the statistics': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, subscribe: ["#", $SYS/#] }
    `,
    messages: [],
  },
  'publishing, and narrower filters': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, publish: ["#"], subscribe: ["+/x", "a/#"] }
    `,
    messages: [],
  },
})
