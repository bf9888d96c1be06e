import { offlineSessionsDenied } from '../../../../src/targets/mosquitto/rules/offline-sessions-denied.ts'
import { testMosquittoRule } from '../test-mosquitto-rule.ts'

testMosquittoRule(offlineSessionsDenied, {
  'listeners that differ in what they ask': {
    spec: `
      brokers:
        core:
          persistence: { enabled: true }
          «listeners»:
            mqtts: { port: 8883, tls: {}, auth: [password] }
            open: { port: 1883, bind: 127.0.0.1, auth: [anonymous] }
    `,
    messages: [
      'broker "core" keeps sessions on disk, but refuses messages for absent clients after a restart',
    ],
  },
  'without persistence, with the same logins, beside certificates, and on 2.1': {
    spec: `
      defaults: { persistence: { enabled: true } }
      brokers:
        off:
          persistence: { enabled: false }
          listeners: { a: { port: 1, tls: {}, auth: [password] }, b: { port: 2, auth: [anonymous] } }
        same: { listeners: { a: { port: 3, tls: {}, auth: [password] }, b: { port: 4, auth: [password] } } }
        beside: { listeners: { a: { port: 5, tls: {}, auth: [certificate] }, b: { port: 6, auth: [anonymous] } } }
        new:
          engine: { version: "2.1" }
          listeners: { a: { port: 7, tls: {}, auth: [password] }, b: { port: 8, auth: [anonymous] } }
    `,
    messages: [],
  },
})
