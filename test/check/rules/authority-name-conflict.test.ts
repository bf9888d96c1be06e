import { authorityNameConflict } from '../../../src/check/rules/authority-name-conflict.ts'
import { testRule } from '../../support/test-rule.ts'
import { pem } from '../certificates.ts'

testRule(authorityNameConflict, {
  'two authorities of one name': {
    spec: `
      pki:
        authorities:
          a: { commonName: Plant CA }
          b: { commonName: «Plant CA» }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
    `,
    messages: ['authorities "a" and "b" have the same common name, "Plant CA"'],
  },
  'an external authority has the name of its certificate': {
    spec: `
      pki:
        authorities:
          a: { commonName: Plant CA }
          b: { commonName: Plant CA, external: true, certificate: { file: b.pem } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
    `,
    messages: [],
    files: { 'b.pem': pem.root },
  },
  'names of their own': {
    spec: `
      pki:
        authorities:
          a: { commonName: Plant CA A }
          b: { commonName: Plant CA B }
          c: {}
          d: {}
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
    `,
    messages: [],
  },
})
