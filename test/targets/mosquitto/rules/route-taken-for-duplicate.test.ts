import { routeTakenForDuplicate } from '../../../../src/targets/mosquitto/rules/route-taken-for-duplicate.ts'
import { testMosquittoRule } from '../test-mosquitto-rule.ts'

testMosquittoRule(routeTakenForDuplicate, {
  'a route that says the same': {
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
            - { out: a }
            - «{ out: a }»
    `,
    messages: ['Mosquitto would drop the route of "a": it takes it for the one of "a"'],
  },
  'another direction, another quality of service, another topic': {
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
            - { out: "a/b" }
            - { in: "a/b" }
            - { out: "a/b", qos: 1, remote: "x/a/b" }
            - { out: "a/c" }
    `,
    messages: [],
  },
})
