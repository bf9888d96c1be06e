import { grantWiderThanUsed } from '../../../src/check/lint/grant-wider-than-used.ts'
import { testRule } from '../../support/test-rule.ts'

const BROKERS = `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password] } } }`
const PASSWORD = 'auth: { password: { generate: {} } }'
const FLEET = `
      fleets:
        d:
          forEach: { range: { from: 1, to: 50, width: 3 } }
          username: "d\${each.n}"
          at: core
          ${PASSWORD}
          publish: ["site/d/\${username}/up"]
          subscribe: ["site/d/\${username}/do/#"]`

testRule(grantWiderThanUsed, {
  'both directions, towards a fleet': {
    spec: `${BROKERS}${FLEET}
      users:
        ann: { at: core, ${PASSWORD}, subscribe: [«"site/+/+/up"»] }
        ben: { at: core, ${PASSWORD}, publish: [«"site/d/+/+/later"»] }
    `,
    messages: [
      'subscribe "site/+/+/up" is wider than what anybody may publish',
      'publish "site/d/+/+/later" is wider than what may be received by anybody',
    ],
  },
  'a role of several users': {
    spec: `${BROKERS}
      roles:
        reader: { subscribe: [«"a/+/c"»] }
      users:
        ann: { at: core, ${PASSWORD}, roles: [reader] }
        ben: { at: core, ${PASSWORD}, roles: [reader], publish: [a/b/c, a/x/c] }
    `,
    messages: ['subscribe "a/+/c" is wider than what anybody may publish'],
  },
  'as wide as is published, wider by a parent alone, unused, or in more parts than are worth it': {
    spec: `${BROKERS}${FLEET}
      users:
        ann: { at: core, ${PASSWORD}, subscribe: ["site/d/+/up", "all/#", "nobody/#", "many/+"] }
        ben: { at: core, ${PASSWORD}, publish: ["all/+/#", many/1, many/2, many/3, many/4, many/5] }
    `,
    messages: [],
  },
})
