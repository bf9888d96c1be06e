import { routeRetainMixed } from '../../../../src/targets/mosquitto/rules/route-retain-mixed.ts'
import { testMosquittoRule } from '../test-mosquitto-rule.ts'

testMosquittoRule(routeRetainMixed, {
  'two sending routes': {
    spec: `
      brokers:
        near: { engine: { version: "2.0" }, listeners: { mqtt: { port: 1883, auth: [password] } } }
        far: { listeners: { mqtt: { port: 1884, auth: [password] } } }
      bridges:
        b:
          from: near
          to: far
          auth: { password: { generate: {} } }
          routes:
            - { out: a, retain: keep }
            - «{ out: b, retain: drop }»
    `,
    messages: ['bridge "b" drops the retain flag of "b" and keeps that of "a"'],
  },
  'a sending and a receiving route': {
    spec: `
      brokers:
        near: { engine: { version: "2.0" }, listeners: { mqtt: { port: 1883, auth: [password] } } }
        far: { listeners: { mqtt: { port: 1884, auth: [password] } } }
      bridges:
        b:
          from: near
          to: far
          auth: { password: { generate: {} } }
          routes:
            - { in: a, retain: keep }
            - { out: b, retain: drop }
    `,
    messages: [],
  },
})
