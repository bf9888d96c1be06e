import { grantCovered } from '../../../src/check/lint/grant-covered.ts'
import { testRule } from '../../support/test-rule.ts'

const BROKERS = `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password] } } }`
const PASSWORD = 'auth: { password: { generate: {} } }'

testRule(grantCovered, {
  'by a role, and by a grant of its own': {
    spec: `${BROKERS}
      roles:
        site: { subscribe: ["site/+/#"] }
        top: { subscribe: [«site»] }
      users:
        ann: { at: core, ${PASSWORD}, roles: [site], subscribe: [«site/a/b»] }
        ben: { at: core, ${PASSWORD}, roles: [top], subscribe: ["site/#"] }
    `,
    messages: [
      'subscribe "site" adds nothing to subscribe "site/#", which everybody with it has too',
      'subscribe "site/a/b" adds nothing to subscribe "site/+/#" of role "site", which everybody with it has too',
    ],
  },
  'of two roles that say the same, the later one': {
    spec: `${BROKERS}
      roles:
        a: { publish: ["x/\${username}"] }
        b: { publish: [«"x/\${username}"»] }
      users:
        ann: { at: core, ${PASSWORD}, roles: [a, b] }
    `,
    messages: [
      'publish "x/${username}" adds nothing to publish "x/${username}" of role "a", which everybody with it has too',
    ],
  },
  'not for everybody who has it, of another direction, with another QoS, in one list, or almost': {
    spec: `${BROKERS}
      roles:
        wide: { subscribe: ["a/#"] }
        narrow: { subscribe: [a/b] }
      users:
        ann: { at: core, ${PASSWORD}, roles: [wide, narrow], publish: [a/b] }
        ben: { at: core, ${PASSWORD}, roles: [narrow] }
        cat: { at: core, ${PASSWORD}, roles: [wide], subscribe: [{ topic: a/c, qos: 1 }, "+/c"] }
        dan: { at: core, ${PASSWORD}, subscribe: ["d/#", "d/e"] }
        eve: { at: core, ${PASSWORD}, subscribe: ["f/\${username}"], publish: ["f/+"] }
    `,
    messages: [],
  },
})
