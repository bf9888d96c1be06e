import { anonymousBeyondLoopback } from '../../../src/check/rules/anonymous-beyond-loopback.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(anonymousBeyondLoopback, {
  'on all addresses': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: «[anonymous]» } } }
    `,
    messages: ['listener "mqtt" of broker "core" admits anonymous clients on all addresses'],
  },
  'on one address, with TLS, as a websocket': {
    spec: `
      brokers:
        core: { listeners: { wss: { port: 8084, transport: websocket, bind: 192.0.2.1, tls: {}, auth: «[password, anonymous]» } } }
    `,
    messages: ['listener "wss" of broker "core" admits anonymous clients on "192.0.2.1"'],
  },
  'on loopback, and on a Unix socket': {
    spec: `
      brokers:
        core:
          listeners:
            a: { port: 1883, bind: 127.0.0.1, auth: [anonymous] }
            b: { port: 1884, bind: localhost, auth: [anonymous] }
            c: { port: 1885, bind: "::1", auth: [anonymous] }
            d: { transport: unix, path: /run/mqtt.sock, auth: [anonymous] }
    `,
    messages: [],
  },
  'open to the network, for passwords': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password] } } }
    `,
    messages: [],
  },
})
