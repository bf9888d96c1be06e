import { authorityKeyUnsupported } from '../../../src/check/rules/authority-key-unsupported.ts'
import { testRule } from '../../support/test-rule.ts'
import { pem } from '../certificates.ts'

testRule(authorityKeyUnsupported, {
  'ECDSA on P-521': {
    spec: `
      pki:
        authorities: { corp: { certificate: «{ file: corp.pem }», key: { env: KEY } } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: { trust: [corp] }, auth: [certificate] } } }
    `,
    messages: ['authority "corp" has a key of a kind that mqttopia cannot sign with, "p521"'],
    files: { 'corp.pem': pem.p521Root },
  },
  'only trusted': {
    spec: `
      pki:
        authorities: { corp: { external: true, certificate: { file: corp.pem } } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: { trust: [corp] }, auth: [certificate] } } }
    `,
    messages: [],
    files: { 'corp.pem': pem.p521Root },
  },
  'P-256': {
    spec: `
      pki:
        authorities: { corp: { certificate: { file: corp.pem }, key: { env: KEY } } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: { trust: [corp] }, auth: [certificate] } } }
    `,
    messages: [],
    files: { 'corp.pem': pem.root },
  },
})
