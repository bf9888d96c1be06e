import { qosAboveMax } from '../../../src/check/rules/qos-above-max.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(qosAboveMax, {
  'a grant, through a role': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
        edge: { host: edge.example, limits: { maxQos: 1 }, listeners: { a: { port: 1883, auth: [password] } } }
      roles:
        device: { publish: [«{ topic: a, qos: 2 }»] }
      users:
        alice: { at: [core, edge], auth: { password: { generate: {} } }, roles: [device] }
    `,
    messages: ['publish "a" has QoS 2, and broker "edge" accepts at most 1'],
  },
  'devices of one fleet at several brokers': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
        edge: { host: edge.example, limits: { maxQos: 1 }, listeners: { a: { port: 1883, auth: [password] } } }
      fleets:
        f:
          forEach: { items: [{ n: a, at: core, site: s }, { n: b, at: edge, site: s }] }
          username: "\${each.n}"
          at: "\${each.at}"
          auth: { password: { generate: {} } }
          publish: [«{ topic: "\${each.site}/x", qos: 2 }»]
    `,
    messages: ['publish "s/x" has QoS 2, and broker "edge" accepts at most 1'],
  },
  'a will, and a bound of the only listener for the user': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
        edge:
          host: edge.example
          listeners: { a: { port: 1883, auth: [password], maxQos: 0 }, b: { port: 8885, tls: { psk: {} }, auth: [psk] } }
      users:
        alice: { at: edge, auth: { password: { generate: {} } }, publish: [a], will: { topic: a, qos: «1» } }
    `,
    messages: ['the will of user "alice" has QoS 1, and broker "edge" accepts at most 0'],
  },
  'a route': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
        far: { host: far.example, limits: { maxQos: 0 }, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
      bridges:
        up: { from: core, to: far, routes: [{ out: a }, { out: b, qos: «1» }] }
    `,
    messages: ['a route of bridge "up" has QoS 1, and broker "far" accepts at most 0'],
  },
  'up to the bound, or where another listener allows it': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
        edge:
          host: edge.example
          limits: { maxQos: 1 }
          listeners: { a: { port: 1883, auth: [password], maxQos: 0 }, b: { port: 1884, auth: [password] } }
      users:
        alice: { at: edge, auth: { password: { generate: {} } }, publish: [{ topic: a, qos: 1 }] }
        bob: { at: core, auth: { password: { generate: {} } }, publish: [{ topic: a, qos: 2 }] }
    `,
    messages: [],
  },
})
