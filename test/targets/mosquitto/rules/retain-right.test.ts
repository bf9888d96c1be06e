import { retainRight } from '../../../../src/targets/mosquitto/rules/retain-right.ts'
import { testMosquittoRule } from '../test-mosquitto-rule.ts'

testMosquittoRule(retainRight, {
  'a grant that forbids to retain': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password] } } }
      users:
        ann: { at: core, auth: { password: { generate: {} } }, publish: [«{ topic: a, retain: deny }», { topic: b, retain: allow }] }
    `,
    messages: ['Mosquitto cannot keep messages on "a" from being retained'],
  },
  'a broker that retains nothing': {
    spec: `
      brokers:
        core: { retain: { available: false }, listeners: { mqtt: { port: 1883, auth: [password] } } }
      users:
        ann: { at: core, auth: { password: { generate: {} } }, publish: [{ topic: b, retain: deny }] }
    `,
    messages: [],
  },
})
