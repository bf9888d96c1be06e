import { publishUnheard } from '../../../src/check/lint/publish-unheard.ts'
import { testRule } from '../../support/test-rule.ts'

const BROKERS = `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password] } } }
        edge: { listeners: { mqtt: { port: 1884, auth: [password] } } }`
const PASSWORD = 'auth: { password: { generate: {} } }'

testRule(publishUnheard, {
  'nobody reads there': {
    spec: `${BROKERS}
      users:
        ann: { at: core, ${PASSWORD}, publish: [a/b, «a/c»], subscribe: [x] }
        ben: { at: core, ${PASSWORD}, publish: [x], subscribe: [a/b] }
    `,
    messages: ['nobody may receive anything of publish "a/c", here or over a bridge'],
  },
  'a grant of a role is told once, and not where one of many is heard': {
    spec: `${BROKERS}
      roles:
        told: { publish: [«"lost/\${username}"», "up/\${username}"], subscribe: [cmd] }
      users:
        ann: { at: core, ${PASSWORD}, roles: [told] }
        ben: { at: core, ${PASSWORD}, roles: [told] }
        cat: { at: core, ${PASSWORD}, subscribe: [up/ben], publish: [cmd] }
    `,
    messages: ['nobody may receive anything of publish "lost/${username}", here or over a bridge'],
  },
  'a bridge that takes it to nobody': {
    spec: `${BROKERS}
      users:
        ann: { at: edge, ${PASSWORD}, publish: [«a/b», a/c], subscribe: [x] }
        ben: { at: edge, ${PASSWORD}, publish: [x] }
        cat: { at: core, ${PASSWORD}, subscribe: [edge/a/c] }
      bridges:
        up: { from: edge, to: core, ${PASSWORD}, routes: [{ out: "a/+", remote: "edge/a/+" }] }
    `,
    messages: ['nobody may receive anything of publish "a/b", here or over a bridge'],
  },
  'a whole fleet, once': {
    spec: `${BROKERS}
      fleets:
        d:
          forEach: { range: { from: 1, to: 50, width: 3 } }
          username: "d\${each.n}"
          at: core
          ${PASSWORD}
          publish: [«"up/\${username}"», "hi/\${username}"]
      users:
        ben: { at: core, ${PASSWORD}, subscribe: ["hi/+"] }
    `,
    messages: ['nobody may receive anything of publish "up/${username}", here or over a bridge'],
  },
  'heard in part, by itself, over a bridge, by the broker, or denied anyway': {
    spec: `${BROKERS}
      users:
        ann: { at: edge, ${PASSWORD}, publish: ["a/#", own, far, "$x/y"], subscribe: [own] }
        ben: { at: edge, ${PASSWORD}, subscribe: [a/b/c] }
        cat: { at: core, ${PASSWORD}, subscribe: [from/edge/far], publish: [gone], deny: [{ publish: gone }] }
      bridges:
        up: { from: edge, to: core, ${PASSWORD}, routes: [{ out: far, remote: from/edge/far }] }
    `,
    messages: [],
  },
  'a user that can reach nobody has a finding of its own': {
    spec: `${BROKERS}
      users:
        ann: { at: core, ${PASSWORD}, publish: [a] }
        ben: { at: core, ${PASSWORD}, publish: [b], subscribe: [b] }
    `,
    messages: [],
  },
})
