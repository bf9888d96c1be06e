import { denyWithoutEffect } from '../../../src/check/rules/deny-without-effect.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(denyWithoutEffect, {
  'nothing to take away': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, publish: [a/#], deny: [{ publish: «b/#» }] }
    `,
    messages: ['deny of publish "b/#" takes nothing away: no publish that it covers is allowed'],
  },
  'the wrong direction': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, publish: [a/#], deny: [{ subscribe: «a/secret» }] }
    `,
    messages: ['deny of subscribe "a/secret" takes nothing away: no subscribe that it covers is allowed'],
  },
  'a wildcard in front does not reach $ topics': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, subscribe: [$SYS/#], deny: [{ subscribe: «"#"» }] }
    `,
    messages: ['deny of subscribe "#" takes nothing away: no subscribe that it covers is allowed'],
  },
  'a part of an allow, and of a variable': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, publish: ["a/#", "b/\${username}"], deny: [{ publish: a/+/secret }, { publish: b/root }] }
    `,
    messages: [],
  },
  'a role whose deny serves one of its users': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      roles:
        guest: { deny: [{ publish: press/# }] }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, roles: [guest], publish: ["#"] }
        bob: { at: core, auth: { password: { generate: {} } }, roles: [guest], subscribe: ["#"] }
    `,
    messages: [],
  },
})
