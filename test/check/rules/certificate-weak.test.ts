import { certificateWeak } from '../../../src/check/rules/certificate-weak.ts'
import { testRule } from '../../support/test-rule.ts'
import { pem } from '../certificates.ts'

testRule(certificateWeak, {
  'a short key': {
    spec: `
      pki:
        authorities: { corp: { external: true, certificate: «{ file: corp.pem }» } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: { trust: [corp] }, auth: [certificate] } } }
    `,
    messages: ['the certificate of authority "corp" has an RSA key of 1024 bits'],
    files: { 'corp.pem': pem.weakRoot },
  },
  'a signature with SHA-1': {
    spec: `
      pki:
        authorities: { corp: { external: true, certificate: «{ file: corp.pem }» } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: { trust: [corp] }, auth: [certificate] } } }
    `,
    messages: ['the certificate of authority "corp" is signed with "ecdsa-with-SHA1"'],
    files: { 'corp.pem': pem.sha1Intermediate },
  },
  'current ones': {
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
