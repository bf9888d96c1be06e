import { bridgePlain } from '../../../src/check/rules/bridge-plain.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(bridgePlain, {
  'over the network': {
    spec: `
      brokers:
        core: { host: core.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] }, mqtt: { port: 1883, auth: [password] } } }
        edge: { host: edge.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
        far: { host: far.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
      bridges:
        «up»: { from: edge, to: core, listener: mqtt, auth: { password: { generate: {} } }, routes: [{ out: a }] }
    `,
    messages: ['bridge "up" goes from broker "edge" to "core" without TLS'],
  },
  'with TLS': {
    spec: `
      brokers:
        core: { host: core.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] }, mqtt: { port: 1883, auth: [password] } } }
        edge: { host: edge.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
        far: { host: far.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
      bridges:
        up: { from: edge, to: core, listener: mqtts, routes: [{ out: a }] }
    `,
    messages: [],
  },
  'on one machine': {
    spec: `
      brokers:
        core: { host: core.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] }, mqtt: { port: 1883, auth: [password] } } }
        edge: { host: edge.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
        far: { host: far.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
        near: { host: core.example, listeners: { mqtts: { port: 8884, tls: {}, auth: [certificate] } } }
      bridges:
        up: { from: near, to: core, listener: mqtt, auth: { password: { generate: {} } }, routes: [{ out: a }] }
    `,
    messages: [],
  },
})
