import { passwordInClear } from '../../../src/check/rules/password-in-clear.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(passwordInClear, {
  'a plain listener on all addresses': {
    spec: `
      brokers:
        core: { listeners: { «mqtt»: { port: 1883, auth: [password] } } }
    `,
    messages: ['listener "mqtt" of broker "core" takes passwords over the network without TLS'],
  },
  'a plain websocket on one address': {
    spec: `
      brokers:
        core: { listeners: { «ws»: { port: 8080, transport: websocket, bind: 192.0.2.1, auth: [anonymous, password] } } }
    `,
    messages: ['websocket listener "ws" of broker "core" takes passwords over the network without TLS'],
  },
  'with TLS, on loopback, on a Unix socket, or without passwords': {
    spec: `
      brokers:
        core:
          listeners:
            a: { port: 8883, tls: {}, auth: [password] }
            b: { port: 1883, bind: 127.0.0.1, auth: [password] }
            c: { port: 8080, transport: websocket, bind: localhost, auth: [password] }
            d: { transport: unix, path: /run/mqtt.sock, auth: [password] }
            e: { port: 1884, auth: [anonymous] }
    `,
    messages: [],
  },
})
