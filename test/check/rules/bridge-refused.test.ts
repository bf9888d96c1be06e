import { bridgeRefused } from '../../../src/check/rules/bridge-refused.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(bridgeRefused, {
  'a version that the listener refuses': {
    spec: `
      brokers:
        core: { host: core.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate], protocolVersions: [5] } } }
        edge: { host: edge.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
      bridges:
        up: { from: edge, to: core, session: { protocol: «4» }, routes: [{ out: a }] }
    `,
    messages: [
      'bridge "up" speaks MQTT protocol level 4, which listener "mqtts" of broker "core" does not accept',
    ],
  },
  'a keep alive above the limit, by default': {
    spec: `
      brokers:
        core: { host: core.example, limits: { maxKeepAlive: 30s }, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
        edge: { host: edge.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
      bridges:
        up: { from: edge, to: core, «session»: { protocol: 4 }, routes: [{ out: a }] }
    `,
    messages: ['bridge "up" asks for a keep alive of 60s, and broker "core" accepts at most 30s'],
  },
  'MQTT 5, a shorter keep alive, and the near broker': {
    spec: `
      brokers:
        core: { host: core.example, limits: { maxKeepAlive: 30s }, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate], protocolVersions: [3, 4, 5] } } }
        edge: { host: edge.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate], protocolVersions: [3] } } }
      bridges:
        a: { from: edge, to: core, routes: [{ out: a }] }
        b: { from: edge, to: core, session: { protocol: 4, keepAlive: 30s }, routes: [{ out: b }] }
    `,
    messages: [],
  },
})
