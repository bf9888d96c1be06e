import { routeEmptiesName } from '../../../src/check/lint/route-empties-name.ts'
import { testRule } from '../../support/test-rule.ts'

const BROKERS = `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password] } } }
        edge: { listeners: { mqtt: { port: 1884, auth: [password] } } }`
const PASSWORD = 'auth: { password: { generate: {} } }'

testRule(routeEmptiesName, {
  'a prefix is taken away from all of a branch, in and out': {
    spec: `${BROKERS}
      users:
        ann: { at: core, ${PASSWORD}, publish: ["edge/#"] }
        ben: { at: edge, ${PASSWORD}, publish: ["up/+"] }
      bridges:
        b:
          from: edge
          to: core
          ${PASSWORD}
          routes: [«{ in: "#", remote: "edge/#" }», «{ out: "up/+", remote: "+" }»]
    `,
    messages: [
      'somebody may publish "edge/" on broker "core", which has no name on broker "edge" and cuts the bridge',
      'somebody may publish "up/" on broker "edge", which has no name on broker "core" and cuts the bridge',
    ],
  },
  'nobody may publish just that, or a level is left': {
    spec: `${BROKERS}
      users:
        ann: { at: core, ${PASSWORD}, publish: ["edge/#"], deny: [{ publish: "edge/" }] }
        ben: { at: edge, ${PASSWORD}, publish: ["up/x", "x/#"] }
      bridges:
        b:
          from: edge
          to: core
          ${PASSWORD}
          routes: [{ in: "#", remote: "edge/#" }, { out: "up/+", remote: "+" }, { out: "x/y/#", remote: "y/#" }]
    `,
    messages: [],
  },
})
