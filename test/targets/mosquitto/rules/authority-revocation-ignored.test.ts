import { authorityRevocationIgnored } from '../../../../src/targets/mosquitto/rules/authority-revocation-ignored.ts'
import { testMosquittoRule } from '../test-mosquitto-rule.ts'

testMosquittoRule(authorityRevocationIgnored, {
  'a root that issues for authorities alone': {
    spec: `
      pki:
        authorities:
          clients-root: { revoked: [«{ serial: "0a" }»] }
          clients: { issuer: clients-root }
        profiles: { device: { issuer: clients } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: { crl: true }, auth: [certificate] } } }
      users:
        u: { at: core, auth: { certificate: device }, publish: [a] }
    `,
    messages: ['Mosquitto does not see that authority "clients-root" revoked another authority'],
  },
  'an authority that issues for clients': {
    spec: `
      pki:
        authorities:
          clients-root: {}
          clients: { issuer: clients-root, revoked: [{ serial: "0a" }] }
        profiles: { device: { issuer: clients } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: { crl: true }, auth: [certificate] } } }
      users:
        u: { at: core, auth: { certificate: device }, publish: [a] }
    `,
    messages: [],
  },
  'lists that no listener looks at': {
    spec: `
      pki:
        authorities:
          clients-root: { revoked: [{ serial: "0a" }] }
          clients: { issuer: clients-root }
        profiles: { device: { issuer: clients } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
      users:
        u: { at: core, auth: { certificate: device }, publish: [a] }
    `,
    messages: [],
  },
})
