import { unusedBundle } from '../../../src/check/rules/unused-bundle.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(unusedBundle, {
  'nobody asks for it': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      bundles:
        «mqttx»: { format: mqttx }
      users:
        alice: { at: core, auth: { password: { generate: {} } } }
    `,
    messages: ['bundle "mqttx" is made for no user'],
  },
  'a user and a fleet ask': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      bundles:
        a: { format: mqttx }
        b: { format: pem }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, bundles: [a] }
      fleets:
        f: { forEach: { range: { from: 1, to: 2 } }, username: "p\${each.n}", at: core, auth: { password: { generate: {} } }, bundles: [b] }
    `,
    messages: [],
  },
})
