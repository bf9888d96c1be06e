import { oneDirectionDeny } from '../../../../src/targets/mosquitto/rules/one-direction-deny.ts'
import { testMosquittoRule } from '../test-mosquitto-rule.ts'

testMosquittoRule(oneDirectionDeny, {
  'a deny of one direction inside an allow of the other': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password] } } }
      users:
        ann:
          at: core
          auth: { password: { generate: {} } }
          publish: ["a/+"]
          subscribe: ["a/#"]
          deny: [{ subscribe: «a/b» }]
    `,
    messages: [
      'the ACL file of broker "core" cannot deny "a/b" for subscribe alone: the same user may publish "a/b"',
    ],
  },
  'where the other direction is not allowed, is denied too, or filters say the difference': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password] } } }
        plugin: { access: dynamic-security, listeners: { mqtt: { port: 1884, auth: [password] } } }
      users:
        ann: { at: core, auth: { password: { generate: {} } }, subscribe: ["a/#"], deny: [{ subscribe: a/b }] }
        ben: { at: core, auth: { password: { generate: {} } }, publish: ["a/#"], subscribe: ["a/#"], deny: [{ publish: a/b }, { subscribe: a/b }] }
        cat: { at: core, auth: { password: { generate: {} } }, publish: [b], subscribe: [a, b], deny: [{ subscribe: b }] }
        dan: { at: plugin, auth: { password: { generate: {} } }, publish: ["a/+"], subscribe: ["a/#"], deny: [{ subscribe: a/b }] }
    `,
    messages: [],
  },
})
