import { bridgeInsecure } from '../../../src/check/rules/bridge-insecure.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(bridgeInsecure, {
  'a waiver is repeated': {
    spec: `
      brokers:
        core: { host: core.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] }, mqtt: { port: 1883, auth: [password] } } }
        edge: { host: edge.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
        far: { host: far.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
      bridges:
        up: { from: edge, to: core, tls: { insecure: «{ reason: moves on Friday }» }, routes: [{ out: a }] }
    `,
    messages: ['bridge "up" does not check the name in the certificate of broker "core": "moves on Friday"'],
  },
  'other settings of TLS': {
    spec: `
      brokers:
        core: { host: core.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] }, mqtt: { port: 1883, auth: [password] } } }
        edge: { host: edge.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
        far: { host: far.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
      bridges:
        up: { from: edge, to: core, tls: { alpn: mqtt }, routes: [{ out: a }] }
    `,
    messages: [],
  },
})
