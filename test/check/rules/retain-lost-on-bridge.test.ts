import { retainLostOnBridge } from '../../../src/check/rules/retain-lost-on-bridge.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(retainLostOnBridge, {
  'towards a broker that retains nothing': {
    spec: `
      brokers:
        core: { host: core.example, retain: { available: false }, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
        edge: { host: edge.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
      bridges:
        up: { from: edge, to: core, routes: [«{ out: a }»] }
    `,
    messages: ['a route of bridge "up" sends retained messages to broker "core", which refuses them'],
  },
  'flag dropped, messages that come in, and the other way round': {
    spec: `
      brokers:
        core: { host: core.example, retain: { available: false }, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
        edge: { host: edge.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
      bridges:
        up: { from: edge, to: core, routes: [{ out: a, retain: drop }, { in: b }] }
        down: { from: core, to: edge, routes: [{ out: c }] }
    `,
    messages: [],
  },
})
