import { userIsolated } from '../../../src/check/lint/user-isolated.ts'
import { testRule } from '../../support/test-rule.ts'

const BROKERS = `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password] } } }
        edge: { listeners: { mqtt: { port: 1884, auth: [password] } } }`
const PASSWORD = 'auth: { password: { generate: {} } }'

testRule(userIsolated, {
  'another spelling, another broker': {
    spec: `${BROKERS}
      users:
        «ann»: { at: core, ${PASSWORD}, publish: [sensor/a], subscribe: [sensor/b] }
        ben: { at: core, ${PASSWORD}, publish: [sensors/b], subscribe: [sensors/#] }
        «cat»: { at: edge, ${PASSWORD}, publish: [sensors/b] }
    `,
    messages: [
      'user "ann" can reach nobody and be reached by nobody',
      'user "cat" can reach nobody and be reached by nobody',
    ],
  },
  'a fleet': {
    spec: `${BROKERS}
      fleets:
        «d»:
          forEach: { range: { from: 1, to: 50, width: 3 } }
          username: "d\${each.n}"
          at: core
          ${PASSWORD}
          publish: ["up/\${username}"]
      users:
        ben: { at: core, ${PASSWORD}, publish: [up/hello], subscribe: [up/hello] }
    `,
    messages: ['50 devices of fleet "d" can reach nobody and be reached by nobody'],
  },
  'devices that talk to each other, over a bridge, to the broker; and one without rights': {
    spec: `${BROKERS}
      fleets:
        d:
          forEach: { range: { from: 1, to: 50, width: 3 } }
          username: "d\${each.n}"
          at: core
          ${PASSWORD}
          publish: ["up/\${username}"]
          subscribe: ["up/+"]
      users:
        ann: { at: edge, ${PASSWORD}, subscribe: ["core/up/#"] }
        ben: { at: edge, ${PASSWORD}, subscribe: ["$SYS/#"] }
        cat: { at: edge, ${PASSWORD} }
      bridges:
        up: { from: edge, to: core, ${PASSWORD}, routes: [{ in: "core/up/+", remote: "up/+" }] }
    `,
    messages: [],
  },
})
