import { certificateTextInvalid } from '../../../src/check/rules/certificate-text-invalid.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(certificateTextInvalid, {
  'a line break in a common name, and letters outside ASCII in a URL': {
    spec: `
      pki:
        authorities: { clients: { commonName: «"A\\nB"» } }
        crl: { clients: { url: «"http://münchen/a.crl"» } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
    `,
    messages: [
      '"A\\nB" cannot be a name in a certificate',
      '"http://münchen/a.crl" cannot be a URI in a certificate',
    ],
  },
  'such letters in a name, and a URL in percent encoding': {
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
