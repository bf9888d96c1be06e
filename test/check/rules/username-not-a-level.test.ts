import { usernameNotALevel } from '../../../src/check/rules/username-not-a-level.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(usernameNotALevel, {
  'a name of two levels': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        «site/alice»: { at: core, auth: { password: { generate: {} } }, publish: ["press/\${username}"] }
    `,
    messages: [
      'a grant with "${username}" does not work for user "site/alice": the name is not one topic level',
    ],
  },
  'a wildcard, through a role': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      roles:
        device: { publish: ["press/\${username}"] }
      users:
        «a+b»: { at: core, auth: { password: { generate: {} } }, roles: [device] }
        alice: { at: core, auth: { password: { generate: {} } }, roles: [device] }
    `,
    messages: ['a grant with "${username}" does not work for user "a+b": the name is not one topic level'],
  },
  'a name that begins with $ in the first level': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        «$alice»: { at: core, auth: { password: { generate: {} } }, publish: ["\${username}/x"] }
    `,
    messages: ['a grant with "${username}" does not work for user "$alice": the name begins with "$"'],
  },
  'anonymous clients': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        «anonymous»: { at: core, publish: ["press/\${username}"] }
    `,
    messages: ['a grant with "${username}" gives anonymous clients nothing: they have no username'],
  },
  'such names without the variable, $ in a later level, and the client identifier': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        site/alice: { at: core, auth: { password: { generate: {} } }, publish: [press/alice] }
        $bob: { at: core, auth: { password: { generate: {} } }, publish: ["press/\${username}"] }
        a#b: { at: core, auth: { password: { generate: {} } }, clientId: c, publish: ["press/\${clientId}"] }
    `,
    messages: [],
  },
  'rows of a fleet': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      fleets:
        presses:
          forEach: { items: [{ serial: "0001" }, «{ serial: a/b }»] }
          username: "\${each.serial}"
          at: core
          auth: { password: { generate: {} } }
          publish: ["press/\${username}"]
    `,
    messages: [
      'a grant with "${username}" does not work for device "a/b" of fleet "presses": the name is not one topic level',
    ],
  },
})
