import { certificateNotValidNow } from '../../../src/check/rules/certificate-not-valid-now.ts'
import { testRule } from '../../support/test-rule.ts'
import { pem } from '../certificates.ts'

testRule(certificateNotValidNow, {
  expired: {
    spec: `
      pki:
        authorities: { corp: { external: true, certificate: «{ file: corp.pem }» } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: { trust: [corp] }, auth: [certificate] } } }
    `,
    messages: ['the certificate of authority "corp" expired on 2026-11-24'],
    files: { 'corp.pem': pem.expiredRoot },
  },
  valid: {
    spec: `
      pki:
        authorities: { corp: { external: true, certificate: { file: corp.pem } } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: { trust: [corp] }, auth: [certificate] } } }
    `,
    messages: [],
    files: { 'corp.pem': pem.root },
  },
  'soon to expire is for another rule': {
    spec: `
      pki:
        authorities: { corp: { external: true, certificate: { file: corp.pem } } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: { trust: [corp] }, auth: [certificate] } } }
    `,
    messages: [],
    files: { 'corp.pem': pem.shortRoot },
  },
})
