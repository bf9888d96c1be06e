import { userNotAdmitted } from '../../../src/check/rules/user-not-admitted.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(userNotAdmitted, {
  'a kind of credentials that no listener takes': {
    spec: `
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
      users:
        alice: { at: core, auth: «{ password: { generate: {} } }» }
    `,
    messages: ['no listener of broker "core" admits user "alice": none has "password" in its auth'],
  },
  'an issuer that no listener trusts': {
    spec: `
      pki:
        authorities:
          other-root: { commonName: Other Root }
        profiles:
          other: { issuer: other-root }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: { trust: [clients] }, auth: [certificate] } } }
      users:
        alice: { at: core, auth: «{ certificate: other }» }
    `,
    messages: [
      'no listener of broker "core" admits user "alice": none trusts the issuer of the certificate, "other-root"',
    ],
  },
  'a whole fleet is one finding': {
    spec: `
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
      fleets:
        presses:
          forEach: { range: { from: 1, to: 50 } }
          username: "press-\${each.n}"
          at: core
          auth: «{ password: { generate: {} } }»
    `,
    messages: [
      'no listener of broker "core" admits 50 devices of fleet "presses": none has "password" in its auth',
    ],
  },
  'only one of two brokers': {
    spec: `
      brokers:
        core: { host: core.example, listeners: { mqtt: { port: 1883, auth: [password] } } }
        edge: { host: edge.example, listeners: { psk: { port: 8885, tls: { psk: {} }, auth: [psk] } } }
      users:
        alice: { at: [core, edge], auth: «{ password: { generate: {} } }» }
    `,
    messages: ['no listener of broker "edge" admits user "alice": none has "password" in its auth'],
  },
  'a second listener that takes them, and a root that is trusted': {
    spec: `
      brokers:
        core:
          listeners:
            mqtts: { port: 8883, tls: { trust: [clients-root] }, auth: [certificate] }
            local: { transport: unix, path: /run/mqtt.sock, auth: [password] }
      users:
        alice: { at: core, auth: { password: { generate: {} } } }
        bob: { at: core, auth: { certificate: client } }
    `,
    messages: [],
  },
  'anonymous is for another rule': {
    spec: `
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
      users:
        anonymous: { at: core }
    `,
    messages: [],
  },
})
