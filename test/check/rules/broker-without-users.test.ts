import { brokerWithoutUsers } from '../../../src/check/rules/broker-without-users.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(brokerWithoutUsers, {
  nobody: {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
        «spare»: { host: spare.example, listeners: { mqtt: { port: 1883, auth: [password] } } }
      users:
        alice: { at: core, auth: { password: { generate: {} } } }
    `,
    messages: ['no user connects to broker "spare"'],
  },
  'a bridge, an anonymous user': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
        far: { host: far.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
      users:
        anonymous: { at: core }
      bridges:
        up: { from: core, to: far, routes: [{ out: a }] }
    `,
    messages: [],
  },
})
