import { emptyLevel } from '../../../src/check/rules/empty-level.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(emptyLevel, {
  'a slash in front': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, publish: [«/press/1», «press//1», «press/»] }
    `,
    messages: [
      'topic "/press/1" has an empty level',
      'topic "press//1" has an empty level',
      'topic "press/" has an empty level',
    ],
  },
  'a route and a will': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
        far: { host: far.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
      bridges:
        up: { from: core, to: far, routes: [{ out: press/#, remote: «/press/#» }] }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, publish: [a], will: { topic: «/a» } }
    `,
    messages: ['topic "/press/#" has an empty level', 'topic "/a" has an empty level'],
  },
  'levels with text': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, publish: [press/1, "#"] }
    `,
    messages: [],
  },
})
