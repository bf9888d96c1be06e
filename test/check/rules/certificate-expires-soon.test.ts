import { certificateExpiresSoon } from '../../../src/check/rules/certificate-expires-soon.ts'
import { testRule } from '../../support/test-rule.ts'
import { pem } from '../certificates.ts'

testRule(certificateExpiresSoon, {
  'within 60 days': {
    spec: `
      pki:
        authorities: { corp: { external: true, certificate: «{ file: corp.pem }» } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: { trust: [corp] }, auth: [certificate] } } }
    `,
    messages: ['the certificate of authority "corp" expires on 2027-02-21'],
    files: { 'corp.pem': pem.shortRoot },
  },
  'in many years': {
    spec: `
      pki:
        authorities: { corp: { external: true, certificate: { file: corp.pem } } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: { trust: [corp] }, auth: [certificate] } } }
    `,
    messages: [],
    files: { 'corp.pem': pem.root },
  },
  'expired already is for another rule': {
    spec: `
      pki:
        authorities: { corp: { external: true, certificate: { file: corp.pem } } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: { trust: [corp] }, auth: [certificate] } } }
    `,
    messages: [],
    files: { 'corp.pem': pem.expiredRoot },
  },
})
