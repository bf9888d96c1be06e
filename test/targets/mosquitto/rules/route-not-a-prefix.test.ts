import { routeNotAPrefix } from '../../../../src/targets/mosquitto/rules/route-not-a-prefix.ts'
import { testMosquittoRule } from '../test-mosquitto-rule.ts'

testMosquittoRule(routeNotAPrefix, {
  'filters that differ after a wildcard': {
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
            - «{ out: "a/+/b", remote: "a/+/c" }»
            - { out: "a/+/d", remote: "x/y/+/d" }
    `,
    messages: ['no change of prefix makes "a/+/c" of "a/+/b": they differ after a wildcard'],
  },
})
