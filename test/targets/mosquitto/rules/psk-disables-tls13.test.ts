import { pskDisablesTls13 } from '../../../../src/targets/mosquitto/rules/psk-disables-tls13.ts'
import { testMosquittoRule } from '../test-mosquitto-rule.ts'

testMosquittoRule(pskDisablesTls13, {
  'beside pre-shared keys, in 2.1': {
    spec: `
      brokers:
        core:
          engine: { version: "2.1" }
          listeners:
            «mqtts»: { port: 8883, tls: { minVersion: "1.2" }, auth: [certificate] }
            other: { port: 8884, tls: { minVersion: "1.3" }, auth: [certificate] }
            psk: { port: 8885, tls: { psk: {} }, auth: [psk] }
    `,
    messages: [
      'listener "mqtts" of broker "core" has no TLS 1.3 in Mosquitto 2.1, since listener "psk" takes pre-shared keys',
    ],
  },
  'in 2.0, and without pre-shared keys': {
    spec: `
      brokers:
        old:
          listeners:
            mqtts: { port: 8883, tls: { minVersion: "1.2" }, auth: [certificate] }
            psk: { port: 8885, tls: { psk: {} }, auth: [psk] }
        new:
          engine: { version: "2.1" }
          listeners: { mqtts: { port: 8886, tls: { minVersion: "1.2" }, auth: [certificate] } }
    `,
    messages: [],
  },
})
