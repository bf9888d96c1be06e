import { weakCiphers } from '../../../src/check/rules/weak-ciphers.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(weakCiphers, {
  'suites that do not encrypt': {
    spec: `
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: { ciphers: «"HIGH:eNULL"» }, auth: [certificate] } } }
    `,
    messages: ['the ciphers of listener "mqtts" of broker "core" include "eNULL", which is weak'],
  },
  'a suite by its name, with pre-shared keys': {
    spec: `
      brokers:
        core: { listeners: { psk: { port: 8885, tls: { psk: {}, ciphers: «"PSK-AES128-CBC-SHA:PSK-3DES-EDE-CBC-SHA"» }, auth: [psk] } } }
    `,
    messages: [
      'the ciphers of listener "psk" of broker "core" include "PSK-3DES-EDE-CBC-SHA", which is weak',
    ],
  },
  'suites that are taken away, or moved to the end': {
    spec: `
      brokers:
        core:
          listeners:
            a: { port: 8883, tls: { ciphers: "HIGH:!aNULL:!MD5:-3DES:+RC4" }, auth: [certificate] }
            b: { port: 8884, tls: { ciphers: "ECDHE-RSA-AES256-GCM-SHA384:ECDHE+CHACHA20" }, auth: [certificate] }
            c: { port: 8886, tls: {}, auth: [certificate] }
    `,
    messages: [],
  },
})
