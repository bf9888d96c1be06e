import { limitsLostAtReload } from '../../../../src/targets/mosquitto/rules/limits-lost-at-reload.ts'
import { testMosquittoRule } from '../test-mosquitto-rule.ts'

testMosquittoRule(limitsLostAtReload, {
  'limits of the broker and of a listener': {
    spec: `
      brokers:
        «a»: { limits: { maxConnections: 10, maxTopicAlias: 5 }, listeners: { mqtt: { port: 1883, auth: [password] } } }
        «b»: { listeners: { mqtt: { port: 1884, maxQos: 1, auth: [password] } } }
    `,
    messages: [
      'broker "a" forgets "maxConnections" and "maxTopicAlias" at its first reload',
      'broker "b" forgets "maxQos" at its first reload',
    ],
  },
  'what is the default anyway, other limits, and 2.1': {
    spec: `
      brokers:
        a: { limits: { maxQos: 2, maxPacketSize: 2MB }, listeners: { mqtt: { port: 1883, auth: [password] } } }
        b:
          engine: { version: "2.1" }
          limits: { maxConnections: 10 }
          listeners: { mqtt: { port: 1884, auth: [password] } }
    `,
    messages: [],
  },
})
