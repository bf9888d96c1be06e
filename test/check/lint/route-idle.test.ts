import { routeIdle } from '../../../src/check/lint/route-idle.ts'
import { testRule } from '../../support/test-rule.ts'

const BROKERS = `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password] } } }
        edge: { listeners: { mqtt: { port: 1884, auth: [password] } } }
        far: { listeners: { mqtt: { port: 1885, auth: [password] } } }`
const PASSWORD = 'auth: { password: { generate: {} } }'

testRule(routeIdle, {
  'nobody publishes, nobody receives': {
    spec: `${BROKERS}
      users:
        ann: { at: edge, ${PASSWORD}, publish: [a/b, c/d] }
        ben: { at: core, ${PASSWORD}, subscribe: [edge/a/b] }
      bridges:
        up:
          from: edge
          to: core
          ${PASSWORD}
          routes:
            - { out: "a/+", remote: "edge/a/+" }
            - «{ out: "c/+", remote: "edge/c/+" }»
            - «{ in: "do/+", remote: "edge/do/+" }»
    `,
    messages: [
      'nobody may receive anything of "edge/c/+" on broker "core", so the route from "edge" to "core" is of no use',
      'nobody may publish anything of "edge/do/+" on broker "core", so the route from "core" to "edge" is of no use',
    ],
  },
  'over two bridges, and what the broker says': {
    spec: `${BROKERS}
      users:
        ann: { at: edge, ${PASSWORD}, publish: [a/b] }
        ben: { at: far, ${PASSWORD}, subscribe: [core/edge/a/b] }
        cat: { at: core, ${PASSWORD}, subscribe: [edge/state] }
      bridges:
        up: { from: edge, to: core, ${PASSWORD}, routes: [{ out: "a/#", remote: "edge/a/#" }] }
        on: { from: core, to: far, ${PASSWORD}, routes: [{ out: "edge/#", remote: "core/edge/#" }] }
    `,
    messages: [],
  },
})
