import { listenerOptionWithoutEffect } from '../../../src/check/rules/listener-option-without-effect.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(listenerOptionWithoutEffect, {
  'origins of a listener that is no websocket': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password], «origins»: ["https://a.example"] } } }
    `,
    messages: [
      '"origins" does nothing on listener "mqtt" of broker "core": it needs the transport "websocket"',
    ],
  },
  'revocation where no client has a certificate': {
    spec: `
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: { «crl»: true }, auth: [password] } } }
    `,
    messages: ['"crl" does nothing on listener "mqtts" of broker "core": it needs clientAuth "required"'],
  },
  'where they work': {
    spec: `
      brokers:
        core:
          listeners:
            ws: { port: 8080, transport: websocket, auth: [password], origins: ["https://a.example"] }
            mqtts: { port: 8883, tls: { crl: true, identity: commonName }, auth: [certificate] }
            plain: { port: 8884, tls: { crl: false, identity: commonName }, auth: [password] }
    `,
    messages: [],
  },
})
