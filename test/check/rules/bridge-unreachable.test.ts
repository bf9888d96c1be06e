import { bridgeUnreachable } from '../../../src/check/rules/bridge-unreachable.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(bridgeUnreachable, {
  'a broker whose host is localhost': {
    spec: `
      brokers:
        core: { host: core.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] }, mqtt: { port: 1883, auth: [password] } } }
        edge: { host: edge.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
        far: { host: far.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
        home: { host: localhost, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
      bridges:
        up: { from: edge, to: «home», routes: [{ out: a }] }
    `,
    messages: ['bridge "up" dials "localhost", which on the machine of broker "edge" is that machine itself'],
  },
  'a further address': {
    spec: `
      brokers:
        core: { host: core.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] }, mqtt: { port: 1883, auth: [password] } } }
        edge: { host: edge.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
        far: { host: far.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
      bridges:
        up: { from: edge, to: core, addresses: «["127.0.0.1:8884"]», routes: [{ out: a }] }
    `,
    messages: ['bridge "up" dials "127.0.0.1", which on the machine of broker "edge" is that machine itself'],
  },
  'a listener that is bound to loopback': {
    spec: `
      brokers:
        core: { host: core.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] }, mqtt: { port: 1883, auth: [password] } } }
        edge: { host: edge.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
        far: { host: far.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
        home: { host: home.example, listeners: { mqtts: { port: 8883, bind: 127.0.0.1, tls: {}, auth: [certificate] } } }
      bridges:
        up: { from: edge, to: «home», routes: [{ out: a }] }
    `,
    messages: ['bridge "up" cannot reach listener "mqtts" of broker "home", which is bound to "127.0.0.1"'],
  },
  'from a broker on the same machine': {
    spec: `
      brokers:
        core: { host: core.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] }, mqtt: { port: 1883, auth: [password] } } }
        edge: { host: edge.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
        far: { host: far.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
        home: { host: localhost, listeners: { mqtts: { port: 8883, bind: 127.0.0.1, tls: {}, auth: [certificate] } } }
        near: { host: 127.0.0.1, listeners: { mqtts: { port: 8884, tls: {}, auth: [certificate] } } }
      bridges:
        up: { from: near, to: home, routes: [{ out: a }] }
    `,
    messages: [],
  },
  'from a laptop to a server': {
    spec: `
      brokers:
        core: { host: core.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] }, mqtt: { port: 1883, auth: [password] } } }
        edge: { host: edge.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
        far: { host: far.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
        home: { host: localhost, listeners: { mqtts: { port: 8883, bind: 127.0.0.1, tls: {}, auth: [certificate] } } }
      bridges:
        up: { from: home, to: core, routes: [{ out: a }] }
    `,
    messages: [],
  },
})
