import { pskWithOtherAuth } from '../../../src/check/rules/psk-with-other-auth.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(pskWithOtherAuth, {
  'passwords beside pre-shared keys': {
    spec: `
      brokers:
        core: { listeners: { psk: { port: 8885, tls: { psk: {} }, auth: «[psk, password]» } } }
    `,
    messages: [
      'listener "psk" of broker "core" asks for pre-shared keys, which users with "password" do not have',
    ],
  },
  'anonymous clients alone': {
    spec: `
      brokers:
        core: { listeners: { psk: { port: 8885, tls: { psk: {} }, auth: «[anonymous]» } } }
    `,
    messages: [
      'listener "psk" of broker "core" asks for pre-shared keys, which users with "anonymous" do not have',
    ],
  },
  'pre-shared keys only, and passwords on another listener': {
    spec: `
      brokers:
        core:
          listeners:
            psk: { port: 8885, tls: { psk: {} }, auth: [psk] }
            mqtt: { port: 1883, auth: [password] }
    `,
    messages: [],
  },
})
