import { clientAuthConflict } from '../../../src/check/rules/client-auth-conflict.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(clientAuthConflict, {
  'certificates that nobody asks for': {
    spec: `
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: { clientAuth: «none» }, auth: [certificate] } } }
    `,
    messages: [
      'listener "mqtts" of broker "core" has "certificate" in its auth but does not ask for certificates',
    ],
  },
  'passwords where a certificate is required by default': {
    spec: `
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: {}, auth: «[certificate, password]» } } }
    `,
    messages: [
      'listener "mqtts" of broker "core" asks every client for a certificate, which users with "password" do not have',
    ],
  },
  'anonymous clients where a certificate is required': {
    spec: `
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: { clientAuth: required }, auth: «[anonymous]» } } }
    `,
    messages: [
      'listener "mqtts" of broker "core" asks every client for a certificate, which users with "anonymous" do not have',
    ],
  },
  'one listener for each': {
    spec: `
      brokers:
        core:
          listeners:
            a: { port: 8883, tls: { clientAuth: required }, auth: [certificate] }
            b: { port: 8884, tls: { clientAuth: none }, auth: [password, anonymous] }
            c: { port: 1883, auth: [password] }
            d: { port: 8885, tls: { psk: {} }, auth: [psk] }
    `,
    messages: [],
  },
})
