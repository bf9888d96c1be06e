import { certificateNotCa } from '../../../src/check/rules/certificate-not-ca.ts'
import { testRule } from '../../support/test-rule.ts'
import { pem } from '../certificates.ts'

testRule(certificateNotCa, {
  'a certificate of a server': {
    spec: `
      pki:
        authorities: { corp: { external: true, certificate: «{ file: corp.pem }» } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: { trust: [corp] }, auth: [certificate] } } }
    `,
    messages: ['the certificate of authority "corp", "CN=www.example", is not one of an authority'],
    files: { 'corp.pem': pem.leaf },
  },
  'a root': {
    spec: `
      pki:
        authorities: { corp: { external: true, certificate: { file: corp.pem } } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: { trust: [corp] }, auth: [certificate] } } }
    `,
    messages: [],
    files: { 'corp.pem': pem.root },
  },
  'an intermediate': {
    spec: `
      pki:
        authorities: { corp: { external: true, certificate: { file: corp.pem } } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: { trust: [corp] }, auth: [certificate] } } }
    `,
    messages: [],
    files: { 'corp.pem': pem.intermediate },
  },
})
