import { revokedWithoutCrl } from '../../../src/check/rules/revoked-without-crl.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(revokedWithoutCrl, {
  'a list that nobody reads': {
    spec: `
      pki:
        authorities: { clients: { revoked: [{ serial: "0a" }] } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: «{}», auth: [certificate] } } }
    `,
    messages: ['listener "mqtts" of broker "core" accepts the revoked certificates of authority "clients"'],
  },
  'a listener that reads it, and nothing revoked': {
    spec: `
      pki:
        authorities: { clients: { revoked: [{ serial: "0a" }] } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: { crl: true }, auth: [certificate] } } }
    `,
    messages: [],
  },
  'an authority that is not trusted there': {
    spec: `
      pki:
        authorities: { other: { revoked: [{ serial: "0a" }] } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: { trust: [clients] }, auth: [certificate] } } }
    `,
    messages: [],
  },
  'an authority below the trusted one': {
    spec: `
      pki:
        authorities: { clients: { issuer: clients-root, revoked: [{ serial: "0a" }] } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: «{ trust: [clients-root] }», auth: [certificate] } } }
    `,
    messages: ['listener "mqtts" of broker "core" accepts the revoked certificates of authority "clients"'],
  },
})
