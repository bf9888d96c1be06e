import { persistenceOffWithDurableBridge } from '../../../src/check/rules/persistence-off-with-durable-bridge.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(persistenceOffWithDurableBridge, {
  'a queue in memory': {
    spec: `
      brokers:
        core: { host: core.example, persistence: { enabled: true }, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
        edge: { host: edge.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
      bridges:
        «up»: { from: edge, to: core, routes: [{ out: a, qos: 1 }] }
    `,
    messages: ['broker "edge" queues messages for bridge "up" in memory only'],
  },
  'persistence, a clean session, QoS 0, and routes that only bring in': {
    spec: `
      brokers:
        core: { host: core.example, persistence: { enabled: true }, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
        edge: { host: edge.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
      bridges:
        a: { from: core, to: edge, routes: [{ out: a, qos: 1 }] }
        b: { from: edge, to: core, session: { clean: true }, routes: [{ out: b, qos: 1 }] }
        c: { from: edge, to: core, routes: [{ out: c }, { in: d, qos: 2 }] }
    `,
    messages: [],
  },
})
