import { topicTooDeep } from '../../../../src/targets/mosquitto/rules/topic-too-deep.ts'
import { testMosquittoRule } from '../test-mosquitto-rule.ts'

testMosquittoRule(topicTooDeep, {
  'more than 200 slashes': {
    spec: `
      brokers:
        near: { listeners: { mqtt: { port: 1883, auth: [password] } } }
        far: { listeners: { mqtt: { port: 1884, auth: [password] } } }
      users:
        ann: { at: near, auth: { password: { generate: {} } }, publish: [«"${'a/'.repeat(201)}"», "${'a/'.repeat(200)}"] }
      bridges:
        b:
          from: near
          to: far
          auth: { password: { generate: {} } }
          routes:
            - { out: "x/+", remote: «"${'b/'.repeat(200)}x/+"» }
    `,
    messages: [
      `"${'a/'.repeat(40)}…" has 202 levels, and Mosquitto takes 201 at most`,
      `"${'b/'.repeat(40)}…" has 202 levels, and Mosquitto takes 201 at most`,
    ],
  },
})
