import { bridgeDuplicate } from '../../../src/check/rules/bridge-duplicate.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(bridgeDuplicate, {
  'two bridges with one route': {
    spec: `
      brokers:
        core: { host: core.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] }, mqtt: { port: 1883, auth: [password] } } }
        edge: { host: edge.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
        far: { host: far.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
      bridges:
        one: { from: edge, to: core, routes: [{ out: a/# }] }
        two: { from: edge, to: core, routes: [«{ out: +/b }»] }
    `,
    messages: ['bridges "one" and "two" both carry "a/b" from broker "edge" to "core"'],
  },
  'dialled from either side': {
    spec: `
      brokers:
        core: { host: core.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] }, mqtt: { port: 1883, auth: [password] } } }
        edge: { host: edge.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
        far: { host: far.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
      bridges:
        one: { from: edge, to: core, routes: [{ out: a/# }] }
        two: { from: core, to: edge, routes: [«{ in: a/b }»] }
    `,
    messages: ['bridges "one" and "two" both carry "a/b" from broker "edge" to "core"'],
  },
  'two routes of one bridge are for another rule': {
    spec: `
      brokers:
        core: { host: core.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] }, mqtt: { port: 1883, auth: [password] } } }
        edge: { host: edge.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
        far: { host: far.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
      bridges:
        one: { from: edge, to: core, routes: [{ out: a/# }, { out: a/b }] }
    `,
    messages: [],
  },
  'two names at the destination, two directions, and two destinations': {
    spec: `
      brokers:
        core: { host: core.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] }, mqtt: { port: 1883, auth: [password] } } }
        edge: { host: edge.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
        far: { host: far.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
      bridges:
        one: { from: edge, to: core, routes: [{ out: a/# }] }
        two: { from: edge, to: core, routes: [{ out: a/#, remote: copy/a/# }] }
        three: { from: edge, to: core, routes: [{ in: b/# }] }
        four: { from: edge, to: far, routes: [{ out: a/# }] }
    `,
    messages: [],
  },
})
