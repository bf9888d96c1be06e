import { authKindWithoutTls } from '../../../src/check/rules/auth-kind-without-tls.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(authKindWithoutTls, {
  'certificates without TLS': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: «[certificate]» } } }
    `,
    messages: ['listener "mqtt" of broker "core" has "certificate" in its auth but has no TLS'],
  },
  'pre-shared keys on a listener with a certificate': {
    spec: `
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: {}, auth: «[psk]» } } }
    `,
    messages: ['listener "mqtts" of broker "core" has "psk" in its auth but has TLS of another kind'],
  },
  'each kind with its TLS, and those that need none': {
    spec: `
      brokers:
        core:
          listeners:
            a: { port: 8883, tls: {}, auth: [certificate] }
            b: { port: 8885, tls: { psk: {} }, auth: [psk] }
            c: { port: 1883, auth: [password, anonymous] }
    `,
    messages: [],
  },
  'the other broker': {
    spec: `
      brokers:
        core: { host: core.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
        edge: { host: edge.example, listeners: { psk: { port: 8885, auth: «[psk]» } } }
    `,
    messages: ['listener "psk" of broker "edge" has "psk" in its auth but has no TLS'],
  },
})
