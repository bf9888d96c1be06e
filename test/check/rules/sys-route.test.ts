import { sysRoute } from '../../../src/check/rules/sys-route.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(sysRoute, {
  'statistics under their own name': {
    spec: `
      brokers:
        core: { host: core.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] }, mqtt: { port: 1883, auth: [password] } } }
        edge: { host: edge.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
        far: { host: far.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
      bridges:
        up: { from: edge, to: core, routes: [«{ out: $SYS/broker/uptime }»] }
    `,
    messages: [
      'a route of bridge "up" brings messages to "$SYS/broker/uptime" on broker "core", where only the broker publishes',
    ],
  },
  'towards the near broker': {
    spec: `
      brokers:
        core: { host: core.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] }, mqtt: { port: 1883, auth: [password] } } }
        edge: { host: edge.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
        far: { host: far.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
      bridges:
        up: { from: edge, to: core, routes: [{ in: «$SYS/core/#», remote: stats/# }] }
    `,
    messages: [
      'a route of bridge "up" brings messages to "$SYS/core/#" on broker "edge", where only the broker publishes',
    ],
  },
  'renamed on the way, and topics that only begin alike': {
    spec: `
      brokers:
        core: { host: core.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] }, mqtt: { port: 1883, auth: [password] } } }
        edge: { host: edge.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
        far: { host: far.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
      bridges:
        up: { from: edge, to: core, routes: [{ out: $SYS/broker/#, remote: sites/edge/# }, { out: $SYSTEM/# }] }
    `,
    messages: [],
  },
})
