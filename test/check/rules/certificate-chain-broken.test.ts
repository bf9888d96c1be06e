import { certificateChainBroken } from '../../../src/check/rules/certificate-chain-broken.ts'
import { testRule } from '../../support/test-rule.ts'
import { pem } from '../certificates.ts'

testRule(certificateChainBroken, {
  'an intermediate that is taken for a root': {
    spec: `
      pki:
        authorities: { corp: { external: true, certificate: «{ file: corp.pem }» } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: { trust: [corp] }, auth: [certificate] } } }
    `,
    messages: ['the certificate of authority "corp" is not a root\'s: "CN=Corp Root" issued it'],
    files: { 'corp.pem': pem.intermediate },
  },
  'an issuer that did not sign': {
    spec: `
      pki:
        authorities:
          root: { external: true, certificate: { file: root.pem } }
          corp: { external: true, issuer: «root», certificate: { file: corp.pem } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: { trust: [corp] }, auth: [certificate] } } }
    `,
    messages: ['authority "root" did not issue the certificate of authority "corp"'],
    files: { 'root.pem': pem.otherRoot, 'corp.pem': pem.intermediate },
  },
  'an issuer that mqttopia would make': {
    spec: `
      pki:
        authorities:
          corp: { external: true, issuer: «clients-root», certificate: { file: corp.pem } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: { trust: [corp] }, auth: [certificate] } } }
    `,
    messages: ['authority "clients-root" did not issue the certificate of authority "corp"'],
    files: { 'corp.pem': pem.intermediate },
  },
  'an issuer whose certificate cannot be read is for another rule': {
    spec: `
      pki:
        authorities:
          root: { external: true, certificate: { file: root.pem } }
          corp: { external: true, issuer: root, certificate: { file: corp.pem } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: { trust: [corp] }, auth: [certificate] } } }
    `,
    messages: [],
    files: { 'root.pem': 'hello', 'corp.pem': pem.intermediate },
  },
  'a chain up to the root': {
    spec: `
      pki:
        authorities:
          root: { external: true, certificate: { file: root.pem } }
          corp: { external: true, issuer: root, certificate: { file: corp.pem } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: { trust: [corp] }, auth: [certificate] } } }
    `,
    messages: [],
    files: { 'root.pem': pem.root, 'corp.pem': pem.intermediate },
  },
})
