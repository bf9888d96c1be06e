import { willTopicReserved } from '../../../src/check/rules/will-topic-reserved.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(willTopicReserved, {
  'statistics and commands': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, publish: ["$SYS/#", "$CONTROL/#"], will: { topic: «$SYS/x» } }
        bob: { at: core, auth: { password: { generate: {} } }, publish: ["$CONTROL/#"], will: { topic: «$CONTROL/x» } }
    `,
    messages: [
      'the will of user "alice" goes to "$SYS/x", which brokers keep to themselves',
      'the will of user "bob" goes to "$CONTROL/x", which brokers keep to themselves',
    ],
  },
  'a topic that only begins alike': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, publish: ["$SYSTEM/#"], will: { topic: $SYSTEM/x } }
    `,
    messages: [],
  },
})
