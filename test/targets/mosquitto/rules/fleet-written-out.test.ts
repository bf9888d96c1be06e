import { fleetWrittenOut } from '../../../../src/targets/mosquitto/rules/fleet-written-out.ts'
import { testMosquittoRule } from '../test-mosquitto-rule.ts'

testMosquittoRule(fleetWrittenOut, {
  'somebody would gain by the patterns': {
    spec: `
      brokers:
        hub: { listeners: { mqtt: { port: 1883, auth: [password] } } }
      fleets:
        «meters»:
          forEach: { range: { from: 1, to: 10000, width: 5 } }
          username: "\${each.n}"
          at: hub
          auth: { password: { generate: {} } }
          publish: ["m/\${username}"]
      users:
        boss: { at: hub, auth: { password: { generate: {} } }, subscribe: ["m/#"] }
        chef: { at: hub, auth: { password: { generate: {} } }, publish: ["m/boss"] }
    `,
    messages: ['10000 users are written out on broker "hub": as patterns, "boss" would gain "m/boss"'],
  },
  'a grant without a name, which its publisher would gain': {
    spec: `
      brokers:
        hub: { listeners: { mqtt: { port: 1883, auth: [password] } } }
      fleets:
        «meters»:
          forEach: { range: { from: 1, to: 10000, width: 5 } }
          username: "\${each.n}"
          at: hub
          auth: { password: { generate: {} } }
          publish: ["m/\${username}"]
          subscribe: [news]
      users:
        boss: { at: hub, auth: { password: { generate: {} } }, publish: [news] }
    `,
    messages: ['10000 users are written out on broker "hub": as patterns, "boss" would gain "news"'],
  },
  'a grant without a name, which its publisher has too': {
    spec: `
      brokers:
        hub: { listeners: { mqtt: { port: 1883, auth: [password] } } }
      fleets:
        meters:
          forEach: { range: { from: 1, to: 10000, width: 5 } }
          username: "\${each.n}"
          at: hub
          auth: { password: { generate: {} } }
          publish: ["m/\${username}"]
          subscribe: [news]
      users:
        boss: { at: hub, auth: { password: { generate: {} } }, publish: [news], subscribe: [news] }
    `,
    messages: [],
  },
  'a small fleet, one that follows patterns, and 2.1': {
    spec: `
      brokers:
        hub: { listeners: { mqtt: { port: 1883, auth: [password] } } }
        new: { engine: { version: "2.1" }, listeners: { mqtt: { port: 1884, auth: [password] } } }
      fleets:
        small:
          forEach: { range: { from: 1, to: 100, width: 6 } }
          username: "s\${each.n}"
          at: hub
          auth: { password: { generate: {} } }
          subscribe: [news]
        large:
          forEach: { range: { from: 1, to: 10000, width: 5 } }
          username: "\${each.n}"
          at: hub
          auth: { password: { generate: {} } }
          publish: ["m/\${username}"]
        fast:
          forEach: { range: { from: 1, to: 10000, width: 5 } }
          username: "f\${each.n}"
          at: new
          auth: { password: { generate: {} } }
          subscribe: [news]
    `,
    messages: [],
  },
})
