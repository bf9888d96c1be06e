import { externalTrust } from '../../../src/check/rules/external-trust.ts'
import { testRule } from '../../support/test-rule.ts'
import { pem } from '../certificates.ts'

testRule(externalTrust, {
  'beside our own': {
    spec: `
      pki:
        authorities: { corp: { external: true, certificate: { file: corp.pem } } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: { trust: «[clients, corp]» }, auth: [certificate] } } }
    `,
    messages: [
      'authority "corp", whose key lives elsewhere, can certify every user of broker "core" on listener "mqtts"',
    ],
    files: { 'corp.pem': pem.root },
  },
  'an imported one, whose key we have': {
    spec: `
      pki:
        authorities: { corp: { certificate: { file: corp.pem }, key: { env: KEY } } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: { trust: [clients, corp] }, auth: [certificate] }, mqtt: { port: 1883, auth: [password] } } }
    `,
    messages: [],
    files: { 'corp.pem': pem.root },
  },
})
