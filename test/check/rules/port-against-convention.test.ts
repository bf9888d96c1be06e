import { portAgainstConvention } from '../../../src/check/rules/port-against-convention.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(portAgainstConvention, {
  'no TLS on 8883': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: «8883», auth: [password] } } }
    `,
    messages: ['listener "mqtt" of broker "core" has no TLS on port 8883, which means TLS to clients'],
  },
  'TLS on 1883': {
    spec: `
      brokers:
        core: { listeners: { mqtts: { port: «1883», tls: {}, auth: [password] } } }
    `,
    messages: ['listener "mqtts" of broker "core" has TLS on port 1883, which means no TLS to clients'],
  },
  'the registered ports, and others': {
    spec: `
      brokers:
        core:
          listeners:
            a: { port: 1883, auth: [password] }
            b: { port: 8883, tls: {}, auth: [password] }
            c: { port: 18883, auth: [password] }
            d: { port: 8885, tls: { psk: {} }, auth: [psk] }
            e: { transport: unix, path: /run/mqtt.sock, auth: [password] }
    `,
    messages: [],
  },
})
