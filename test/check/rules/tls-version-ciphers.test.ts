import { tlsVersionCiphers } from '../../../src/check/rules/tls-version-ciphers.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(tlsVersionCiphers, {
  'ciphers of TLS 1.2 under TLS 1.3': {
    spec: `
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: { minVersion: "1.3", ciphers: «HIGH» }, auth: [certificate] } } }
    `,
    messages: [
      'the ciphers of listener "mqtts" of broker "core" are for TLS 1.2, which its minVersion rules out',
    ],
  },
  'either alone, and with pre-shared keys': {
    spec: `
      brokers:
        core:
          listeners:
            a: { port: 8883, tls: { minVersion: "1.3" }, auth: [certificate] }
            b: { port: 8884, tls: { ciphers: HIGH }, auth: [certificate] }
            c: { port: 8885, tls: { psk: {}, ciphers: PSK }, auth: [psk] }
    `,
    messages: [],
  },
  'the other broker': {
    spec: `
      brokers:
        core: { host: core.example, listeners: { a: { port: 8883, tls: { minVersion: "1.2", ciphers: HIGH }, auth: [certificate] } } }
        edge: { host: edge.example, listeners: { a: { port: 8883, tls: { minVersion: "1.3", ciphers: «HIGH» }, auth: [certificate] } } }
    `,
    messages: [
      'the ciphers of listener "a" of broker "edge" are for TLS 1.2, which its minVersion rules out',
    ],
  },
})
