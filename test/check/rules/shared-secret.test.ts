import { sharedSecret } from '../../../src/check/rules/shared-secret.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(sharedSecret, {
  'one variable for two users': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        alice: { at: core, auth: { password: «{ env: PASSWORD }» } }
        bob: { at: core, auth: { password: { env: PASSWORD } } }
    `,
    messages: ['user "alice" and user "bob" share one secret, from the variable "PASSWORD"'],
  },
  'one file for a fleet': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      fleets:
        presses: { forEach: { range: { from: 1, to: 30 } }, username: "p\${each.n}", at: core, auth: { password: «{ file: secret.txt }» } }
    `,
    messages: ['30 devices of fleet "presses" share one secret, from the file "secret.txt"'],
  },
  'a file for each device, and generated secrets': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        alice: { at: core, auth: { password: { env: PASSWORD } } }
        bob: { at: core, auth: { password: { env: PASSWORD_2 } } }
        carol: { at: core, auth: { password: { generate: {} } } }
        dave: { at: core, auth: { password: { generate: {} } } }
      fleets:
        presses: { forEach: { range: { from: 1, to: 3 } }, username: "p\${each.n}", at: core, auth: { password: { file: "keys/\${each.n}" } } }
    `,
    messages: [],
  },
})
