import { secretTooShort } from '../../../src/check/rules/secret-too-short.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(secretTooShort, {
  'a password': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        alice: { at: core, auth: { password: { generate: { length: «11» } } } }
    `,
    messages: ['the generated secret of user "alice" has 11 characters, less than 12'],
  },
  'a pre-shared key of a fleet': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      fleets:
        f: { forEach: { range: { from: 1, to: 3 } }, username: "p\${each.n}", at: core, auth: { psk: { generate: { length: «15» } } } }
    `,
    messages: ['the generated secret of 3 devices of fleet "f" has 15 bytes, less than 16'],
  },
  'long enough, and secrets from elsewhere': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        alice: { at: core, auth: { password: { generate: { length: 12 } } } }
        bob: { at: core, auth: { psk: { generate: { length: 16 } } } }
        carol: { at: core, auth: { password: { env: X } } }
        dave: { at: core, auth: { certificate: client } }
    `,
    messages: [],
  },
})
