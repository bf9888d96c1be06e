import { listenerRefusesUser } from '../../../src/check/rules/listener-refuses-user.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(listenerRefusesUser, {
  'a listener of another kind': {
    spec: `
      brokers:
        core:
          listeners:
            mqtt: { port: 1883, auth: [password] }
            psk: { port: 8885, tls: { psk: {} }, auth: [psk] }
      users:
        alice: { at: core, listener: «psk», auth: { password: { generate: {} } } }
    `,
    messages: [
      'listener "psk" of broker "core" does not admit user "alice": it does not have "password" in its auth',
    ],
  },
  'a listener that admits the user': {
    spec: `
      brokers:
        core:
          listeners:
            mqtt: { port: 1883, auth: [password] }
            psk: { port: 8885, tls: { psk: {} }, auth: [psk] }
      users:
        alice: { at: core, listener: mqtt, auth: { password: { generate: {} } } }
        bob: { at: core, auth: { password: { generate: {} } } }
    `,
    messages: [],
  },
  'a listener whose trust leaves the issuer out': {
    spec: `
      pki:
        authorities: { other: {} }
        profiles: { other: { issuer: other } }
      brokers:
        core:
          listeners:
            a: { port: 8883, tls: { trust: [clients] }, auth: [certificate] }
            b: { port: 8884, tls: { trust: [other] }, auth: [certificate] }
      users:
        alice: { at: core, listener: «a», auth: { certificate: other } }
    `,
    messages: ['listener "a" of broker "core" does not admit user "alice": it does not trust its issuer'],
  },
})
