import { clientIdConflict } from '../../../src/check/rules/client-id-conflict.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(clientIdConflict, {
  'two users': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, clientId: c1 }
        bob: { at: core, auth: { password: { generate: {} } }, clientId: «c1» }
    `,
    messages: ['user "bob" has the client identifier "c1" at broker "core", as user "alice" has'],
  },
  'a user and a bridge': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
        far: { host: far.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
      users:
        alice: { at: far, auth: { certificate: client }, clientId: up }
      bridges:
        up: { from: core, to: far, session: { clientId: «up» }, routes: [{ out: a }] }
    `,
    messages: ['bridge "up" has the client identifier "up" at broker "far", as user "alice" has'],
  },
  'other brokers, and identifiers left open': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
        far: { host: far.example, listeners: { mqtt: { port: 1883, auth: [password] } } }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, clientId: c1 }
        bob: { at: far, auth: { password: { generate: {} } }, clientId: c1 }
        carol: { at: core, auth: { password: { generate: {} } } }
        dave: { at: core, auth: { password: { generate: {} } } }
    `,
    messages: [],
  },
})
