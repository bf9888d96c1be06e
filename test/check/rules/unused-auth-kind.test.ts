import { unusedAuthKind } from '../../../src/check/rules/unused-auth-kind.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(unusedAuthKind, {
  'a second kind that nobody has': {
    spec: `
      brokers:
        core:
          listeners:
            mqtt: { port: 1883, auth: «[password, certificate]» }
      users:
        alice: { at: core, auth: { password: { generate: {} } } }
    `,
    messages: ['listener "mqtt" offers "certificate", which no user of broker "core" has'],
  },
  'both kinds have users, and anonymous is for another rule': {
    spec: `
      brokers:
        core:
          listeners:
            mqtt: { port: 1883, auth: [password, anonymous] }
      users:
        alice: { at: core, auth: { password: { generate: {} } } }
    `,
    messages: [],
  },
  'a listener for nobody at all is for another rule': {
    spec: `
      brokers:
        core:
          listeners:
            mqtt: { port: 1883, auth: [password] }
            psk: { port: 8885, tls: { psk: {} }, auth: [psk] }
      users:
        alice: { at: core, auth: { password: { generate: {} } } }
    `,
    messages: [],
  },
})
