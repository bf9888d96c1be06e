import { bridgeLoop } from '../../../src/check/rules/bridge-loop.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(bridgeLoop, {
  'two bridges between two brokers, one each way': {
    spec: `
      brokers:
        core: { host: core.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] }, mqtt: { port: 1883, auth: [password] } } }
        edge: { host: edge.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
        far: { host: far.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
      bridges:
        down: { from: core, to: edge, routes: [«{ out: a/# }»] }
        up: { from: edge, to: core, routes: [{ out: a/+ }] }
    `,
    messages: ['bridges "down" and "up" carry "a/x" from broker "core" back to it, as "a/x", and out again'],
  },
  'a circle of three brokers, with renaming': {
    spec: `
      brokers:
        core: { host: core.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] }, mqtt: { port: 1883, auth: [password] } } }
        edge: { host: edge.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
        far: { host: far.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
      bridges:
        a: { from: core, to: edge, routes: [«{ out: "press/+", remote: "x/+" }»] }
        b: { from: edge, to: far, routes: [{ out: "x/#", remote: "y/#" }] }
        c: { from: far, to: core, routes: [{ out: "y/1", remote: press/1 }] }
    `,
    messages: [
      'bridges "a", "b" and "c" carry "press/1" from broker "core" back to it, as "press/1", and out again',
    ],
  },
  'a name that grows on each round': {
    spec: `
      brokers:
        core: { host: core.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] }, mqtt: { port: 1883, auth: [password] } } }
        edge: { host: edge.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
        far: { host: far.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
      bridges:
        a: { from: core, to: edge, routes: [«{ out: "#", remote: "site/#" }»] }
        b: { from: core, to: edge, routes: [{ in: "#" }] }
    `,
    messages: ['bridges "a" and "b" carry "x" from broker "core" back to it, as "site/x", and out again'],
  },
  'one bridge that carries both ways': {
    spec: `
      brokers:
        core: { host: core.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] }, mqtt: { port: 1883, auth: [password] } } }
        edge: { host: edge.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
        far: { host: far.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
      bridges:
        a: { from: core, to: edge, routes: [{ both: "a/#" }, { out: "#", remote: "site/#" }, { in: "#" }] }
    `,
    messages: [],
  },
  'bridges whose topics do not meet': {
    spec: `
      brokers:
        core: { host: core.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] }, mqtt: { port: 1883, auth: [password] } } }
        edge: { host: edge.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
        far: { host: far.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
      bridges:
        down: { from: core, to: edge, routes: [{ out: cmd/# }] }
        up: { from: edge, to: core, routes: [{ out: state/# }] }
    `,
    messages: [],
  },
  'a circle of brokers in which one hop drops the topic': {
    spec: `
      brokers:
        core: { host: core.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] }, mqtt: { port: 1883, auth: [password] } } }
        edge: { host: edge.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
        far: { host: far.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
      bridges:
        a: { from: core, to: edge, routes: [{ out: "a/#" }] }
        b: { from: edge, to: far, routes: [{ out: "a/b" }] }
        c: { from: far, to: core, routes: [{ out: "a/c" }] }
    `,
    messages: [],
  },
  'a star': {
    spec: `
      brokers:
        core: { host: core.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] }, mqtt: { port: 1883, auth: [password] } } }
        edge: { host: edge.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
        far: { host: far.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
      bridges:
        a: { from: edge, to: core, routes: [{ both: "#" }] }
        b: { from: far, to: core, routes: [{ both: "#" }] }
    `,
    messages: [],
  },
})
