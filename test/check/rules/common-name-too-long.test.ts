import { commonNameTooLong } from '../../../src/check/rules/common-name-too-long.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(commonNameTooLong, {
  'a user with a certificate': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        «aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa»: { at: core, auth: { certificate: client } }
    `,
    messages: [
      'the name of user "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" has 65 characters, more than the 64 of a certificate',
    ],
  },
  'devices of a fleet': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      fleets:
        f: { forEach: { items: [{ id: a }, «{ id: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa }»] }, username: "\${each.id}", at: core, auth: { certificate: client } }
    `,
    messages: [
      'the name of device "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" of fleet "f" has 65 characters, more than the 64 of a certificate',
    ],
  },
  '64 characters, and more that never get into a certificate': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa: { at: core, auth: { certificate: client } }
        aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa: { at: core, auth: { password: { generate: {} } } }
        😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀: { at: core, auth: { certificate: client } }
    `,
    messages: [],
  },
})
