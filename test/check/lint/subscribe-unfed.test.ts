import { subscribeUnfed } from '../../../src/check/lint/subscribe-unfed.ts'
import { testRule } from '../../support/test-rule.ts'

const BROKERS = `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password] } } }
        edge: { listeners: { mqtt: { port: 1884, auth: [password] } } }`
const PASSWORD = 'auth: { password: { generate: {} } }'

testRule(subscribeUnfed, {
  'nobody writes there': {
    spec: `${BROKERS}
      users:
        ann: { at: core, ${PASSWORD}, subscribe: [a/b, «"c/#"»] }
        ben: { at: core, ${PASSWORD}, publish: ["a/+"] }
    `,
    messages: ['nobody may publish anything of subscribe "c/#", here or behind a bridge'],
  },
  'the publisher is on a broker that no bridge joins': {
    spec: `${BROKERS}
      users:
        ann: { at: core, ${PASSWORD}, subscribe: [«a/b», x] }
        ben: { at: core, ${PASSWORD}, publish: [x] }
        cat: { at: edge, ${PASSWORD}, publish: [a/b] }
    `,
    messages: ['nobody may publish anything of subscribe "a/b", here or behind a bridge'],
  },
  'a route that names it otherwise': {
    spec: `${BROKERS}
      users:
        ann: { at: core, ${PASSWORD}, subscribe: [«a/b», edge/a/b] }
        cat: { at: edge, ${PASSWORD}, publish: [a/b] }
      bridges:
        up: { from: edge, to: core, ${PASSWORD}, routes: [{ out: "a/+", remote: "edge/a/+" }] }
    `,
    messages: ['nobody may publish anything of subscribe "a/b", here or behind a bridge'],
  },
  'a deny takes the publisher away': {
    spec: `${BROKERS}
      users:
        ann: { at: core, ${PASSWORD}, subscribe: [«a/b», a/c] }
        ben: { at: core, ${PASSWORD}, publish: ["a/+"], deny: [{ publish: a/b }] }
    `,
    messages: ['nobody may publish anything of subscribe "a/b", here or behind a bridge'],
  },
  'fed in part, over a bridge, by devices, by the broker': {
    spec: `${BROKERS}
      fleets:
        d:
          forEach: { range: { from: 1, to: 50, width: 3 } }
          username: "d\${each.n}"
          at: edge
          ${PASSWORD}
          publish: ["up/\${username}"]
          subscribe: ["down/\${username}/#"]
      users:
        ann: { at: core, ${PASSWORD}, subscribe: ["#", "edge/up/d007", "$SYS/#"], publish: ["edge/down/+/go"] }
      bridges:
        up:
          from: edge
          to: core
          ${PASSWORD}
          routes: [{ out: "up/+", remote: "edge/up/+" }, { in: "down/+/go", remote: "edge/down/+/go" }]
    `,
    messages: [],
  },
})
