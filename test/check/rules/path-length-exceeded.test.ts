import { pathLengthExceeded } from '../../../src/check/rules/path-length-exceeded.ts'
import { testRule } from '../../support/test-rule.ts'
import { pem } from '../certificates.ts'

testRule(pathLengthExceeded, {
  'below an intermediate, which has none below it by default': {
    spec: `
      pki:
        authorities:
          top: {}
          middle: { issuer: top }
          below: { issuer: «middle» }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
    `,
    messages: ['authority "below" cannot stand below "middle", whose path length is 0'],
  },
  'two steps below': {
    spec: `
      pki:
        authorities:
          top: { pathLen: 1 }
          middle: { issuer: top, pathLen: 5 }
          below: { issuer: «middle» }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
    `,
    messages: ['authority "below" cannot stand below "top", whose path length is 1'],
  },
  'as an existing certificate says': {
    spec: `
      pki:
        authorities:
          corp-root: { external: true, certificate: { file: root.pem } }
          corp: { issuer: corp-root, certificate: { file: corp.pem }, key: { env: KEY }, pathLen: 3 }
          below: { issuer: «corp» }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
    `,
    messages: ['authority "below" cannot stand below "corp", whose path length is 0'],
    files: { 'root.pem': pem.root, 'corp.pem': pem.intermediate },
  },
  'room enough': {
    spec: `
      pki:
        authorities:
          top: { pathLen: 2 }
          middle: { issuer: top, pathLen: 1 }
          below: { issuer: middle }
          single: { issuer: top }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
    `,
    messages: [],
  },
})
