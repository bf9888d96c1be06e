import { routeOverlap } from '../../../src/check/rules/route-overlap.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(routeOverlap, {
  'a route inside another': {
    spec: `
      brokers:
        core: { host: core.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] }, mqtt: { port: 1883, auth: [password] } } }
        edge: { host: edge.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
        far: { host: far.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
      bridges:
        up: { from: edge, to: core, routes: [{ out: a/# }, «{ out: a/b, qos: 1 }»] }
    `,
    messages: ['two routes of bridge "up" carry "a/b" from broker "edge" to "core"'],
  },
  'where both only meet, towards the near broker': {
    spec: `
      brokers:
        core: { host: core.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] }, mqtt: { port: 1883, auth: [password] } } }
        edge: { host: edge.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
        far: { host: far.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
      bridges:
        up: { from: edge, to: core, routes: [{ both: a/+ }, «{ in: +/b }»] }
    `,
    messages: ['two routes of bridge "up" carry "a/b" from broker "core" to "edge"'],
  },
  'other directions, other topics, and another bridge': {
    spec: `
      brokers:
        core: { host: core.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] }, mqtt: { port: 1883, auth: [password] } } }
        edge: { host: edge.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
        far: { host: far.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
      bridges:
        up: { from: edge, to: core, routes: [{ out: a/# }, { in: a/# }, { out: b }] }
        on: { from: edge, to: far, routes: [{ out: a/# }] }
    `,
    messages: [],
  },
})
