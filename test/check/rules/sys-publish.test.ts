import { sysPublish } from '../../../src/check/rules/sys-publish.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(sysPublish, {
  "statistics are the broker's": {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, publish: [«$SYS/#»] }
    `,
    messages: [
      'publish "$SYS/#" allows what brokers refuse: only they publish where a topic begins with "$SYS"',
    ],
  },
  'with details': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, publish: [«{ topic: $SYS/broker/x, qos: 1 }»] }
    `,
    messages: [
      'publish "$SYS/broker/x" allows what brokers refuse: only they publish where a topic begins with "$SYS"',
    ],
  },
  'a level that only begins so': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, publish: [«$SYSTEM/x»] }
    `,
    messages: [
      'publish "$SYSTEM/x" allows what brokers refuse: only they publish where a topic begins with "$SYS"',
    ],
  },
  'reading, denying, and the states of bridges': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        alice:
          at: core
          auth: { password: { generate: {} } }
          subscribe: [$SYS/#]
          publish: ["$SYS/broker/connection/+/state", "system/$SYS", "#"]
          deny: [{ publish: $SYS/# }]
    `,
    messages: [],
  },
})
