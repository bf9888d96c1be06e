import { manyAclLines } from '../../../../src/targets/mosquitto/rules/many-acl-lines.ts'
import { testMosquittoRule } from '../test-mosquitto-rule.ts'

testMosquittoRule(manyAclLines, {
  'a user with more than a thousand lines': {
    spec: `
      brokers:
        «core»: { listeners: { mqtt: { port: 1883, auth: [password] } } }
      users:
        ann: { at: core, auth: { password: { generate: {} } }, publish: [${Array.from({ length: 1001 }, (_, i) => `t/${i}`)}] }
    `,
    messages: ['user "ann" has 1001 ACL lines on broker "core", and Mosquitto walks them for each message'],
  },
  'a thousand': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password] } } }
      users:
        ann: { at: core, auth: { password: { generate: {} } }, publish: [${Array.from({ length: 1000 }, (_, i) => `t/${i}`)}] }
    `,
    messages: [],
  },
  'very many users, in 2.0': {
    spec: `
      brokers:
        «core»: { listeners: { mqtt: { port: 1883, auth: [password] } } }
        new: { engine: { version: "2.1" }, listeners: { mqtt: { port: 1884, auth: [password] } } }
      fleets:
        a:
          forEach: { range: { from: 1, to: 30000 } }
          username: "a\${each.n}"
          at: [core, new]
          auth: { password: { generate: {} } }
          publish: [news]
      users:
        reader: { at: core, auth: { password: { generate: {} } }, subscribe: [news] } # would gain by a pattern
    `,
    messages: [
      '30001 users have ACL lines of their own on broker "core", which Mosquitto 2.0 takes long to load',
    ],
  },
})
