import { ed25519Support } from '../../../src/check/rules/ed25519-support.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(ed25519Support, {
  'a profile and an authority': {
    spec: `
      pki:
        authorities: { a: { privateKey: «{ algorithm: Ed25519 }» } }
        profiles: { b: { issuer: clients, privateKey: «{ algorithm: Ed25519 }» } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
    `,
    messages: [
      'authority "a" has an Ed25519 key, which mbedTLS and NSS cannot read',
      'profile "b" has an Ed25519 key, which mbedTLS and NSS cannot read',
    ],
  },
  'other algorithms': {
    spec: `
      pki:
        authorities: { a: { privateKey: { algorithm: RSA, size: 3072 } } }
        profiles: { b: { issuer: clients, privateKey: { algorithm: ECDSA, size: 384 } }, c: { issuer: clients } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
    `,
    messages: [],
  },
})
