import { certificateTextInvalid } from '../../../src/check/rules/certificate-text-invalid.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(certificateTextInvalid, {
  'a line break in a common name, and blanks in a URL': {
    spec: `
      pki:
        authorities: { clients: { commonName: «"A\\nB"» } }
        crl: { clients: { url: «"http://a b"» } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
    `,
    messages: ['"A\\nB" cannot be a name in a certificate', '"http://a b" cannot be a URI in a certificate'],
  },
  'letters outside ASCII in a name, and a URL in percent encoding': {
    spec: `
      pki:
        organization: Werk München
        authorities: { clients: { commonName: Geräte } }
        crl: { clients: { url: http://crl.example/m%C3%BCnchen.crl } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
    `,
    messages: [],
  },
})
