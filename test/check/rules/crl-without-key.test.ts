import { crlWithoutKey } from '../../../src/check/rules/crl-without-key.ts'
import { testRule } from '../../support/test-rule.ts'
import { pem } from '../certificates.ts'

testRule(crlWithoutKey, {
  'an external authority': {
    spec: `
      pki:
        authorities: { corp: { external: true, certificate: { file: corp.pem } } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: { crl: «true», trust: [clients, corp] }, auth: [certificate] } } }
    `,
    messages: [
      'listener "mqtts" of broker "core" checks revocation, but the list of authority "corp" cannot be signed here',
    ],
    files: { 'corp.pem': pem.root },
  },
  'without revocation, or with our own authorities': {
    spec: `
      pki:
        authorities: { corp: { external: true, certificate: { file: corp.pem } } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: { trust: [corp] }, auth: [certificate] } } }
    `,
    messages: [],
    files: { 'corp.pem': pem.root },
  },
  'our own authorities': {
    spec: `
      pki:
        organization: Plant
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: { crl: true, trust: [clients] }, auth: [certificate] } } }
    `,
    messages: [],
  },
})
