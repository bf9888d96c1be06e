import { mistakenWildcard } from '../../../src/check/rules/mistaken-wildcard.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(mistakenWildcard, {
  'a star for a level': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, publish: [«press/*/state»] }
    `,
    messages: ['"*" in topic "press/*/state" stands for itself'],
  },
  "Mosquitto's variables": {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      roles:
        device: { publish: [«press/%u/state»], deny: [{ subscribe: «"press/%c"» }] }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, roles: [device] }
    `,
    messages: [
      '"%u" in topic "press/%u/state" stands for itself',
      '"%c" in topic "press/%c" stands for itself',
    ],
  },
  'inside a level, and what is right': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, publish: ["press/a*b", "press/+", "press/\${username}/#"] }
    `,
    messages: [],
  },
})
