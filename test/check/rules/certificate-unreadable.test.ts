import { certificateUnreadable } from '../../../src/check/rules/certificate-unreadable.ts'
import { testRule } from '../../support/test-rule.ts'
import { pem } from '../certificates.ts'

testRule(certificateUnreadable, {
  'a text': {
    spec: `
      pki:
        authorities: { corp: { external: true, certificate: «{ file: corp.pem }» } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: { trust: [corp] }, auth: [certificate] } } }
    `,
    messages: [
      'the certificate of authority "corp" cannot be read: the certificate is broken: not X.509 in DER',
    ],
    files: { 'corp.pem': 'hello' },
  },
  'a broken certificate': {
    spec: `
      pki:
        authorities: { corp: { external: true, certificate: «{ file: corp.pem }» } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: { trust: [corp] }, auth: [certificate] } } }
    `,
    messages: [
      'the certificate of authority "corp" cannot be read: the certificate is broken: not X.509 in DER',
    ],
    files: { 'corp.pem': '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n' },
  },
  'a certificate': {
    spec: `
      pki:
        authorities: { corp: { external: true, certificate: { file: corp.pem } } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: { trust: [corp] }, auth: [certificate] } } }
    `,
    messages: [],
    files: { 'corp.pem': pem.root },
  },
})
