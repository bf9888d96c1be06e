import { portConflict } from '../../../src/check/rules/port-conflict.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(portConflict, {
  'one port of one broker twice': {
    spec: `
      brokers:
        core:
          listeners:
            a: { port: 1883, auth: [password] }
            b: { port: «1883», auth: [password] }
    `,
    messages: ['listener "b" of broker "core" takes port 1883, which listener "a" takes too'],
  },
  'two brokers that both have the default host': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password] } } }
        edge: { listeners: { mqtt: { port: «1883», bind: 127.0.0.1, auth: [password] } } }
    `,
    messages: [
      'listener "mqtt" of broker "edge" takes port 1883, which listener "mqtt" of broker "core" takes too',
    ],
  },
  'localhost and its address': {
    spec: `
      brokers:
        core:
          host: core.example
          listeners:
            a: { port: 1883, bind: localhost, auth: [password] }
            b: { port: «1883», bind: 127.0.0.1, transport: websocket, auth: [password] }
    `,
    messages: ['listener "b" of broker "core" takes port 1883, which listener "a" takes too'],
  },
  'the same port on other hosts': {
    spec: `
      brokers:
        core: { host: core.example, listeners: { mqtt: { port: 1883, auth: [password] } } }
        edge: { host: edge.example, listeners: { mqtt: { port: 1883, auth: [password] } } }
    `,
    messages: [],
  },
  'other ports, other addresses, and a Unix socket': {
    spec: `
      brokers:
        core:
          listeners:
            a: { port: 1883, bind: 127.0.0.1, auth: [password] }
            b: { port: 1883, bind: 192.0.2.1, auth: [password] }
            c: { port: 1884, auth: [password] }
            d: { transport: unix, path: /run/mqtt.sock, auth: [password] }
    `,
    messages: [],
  },
  'all IPv4 addresses beside all IPv6 addresses': {
    spec: `
      brokers:
        core:
          listeners:
            a: { port: 1883, bind: 0.0.0.0, auth: [password] }
            b: { port: 1883, bind: "::", auth: [password] }
    `,
    messages: [],
  },
  'all IPv4 addresses beside one of them': {
    spec: `
      brokers:
        core:
          listeners:
            a: { port: 1883, bind: 0.0.0.0, auth: [password] }
            b: { port: «1883», bind: 192.0.2.1, auth: [password] }
    `,
    messages: ['listener "b" of broker "core" takes port 1883, which listener "a" takes too'],
  },
})
