import { dynamicSecurityLogins } from '../../../../src/targets/mosquitto/rules/dynamic-security-logins.ts'
import { testMosquittoRule } from '../test-mosquitto-rule.ts'

testMosquittoRule(dynamicSecurityLogins, {
  'a listener for anonymous clients beside one for passwords': {
    spec: `
      brokers:
        core:
          access: dynamic-security
          listeners:
            mqtts: { port: 8883, tls: {}, auth: [password] }
            open: { port: 1883, bind: 127.0.0.1, auth: «[anonymous]» }
    `,
    messages: ['users with a password could log in on listener "open" of broker "core" too'],
  },
  'passwords on both': {
    spec: `
      brokers:
        core:
          access: dynamic-security
          listeners:
            mqtts: { port: 8883, tls: {}, auth: [password] }
            open: { port: 1883, bind: 127.0.0.1, auth: [anonymous, password] }
    `,
    messages: [],
  },
  'an ACL file, and anonymous clients beside certificates': {
    spec: `
      brokers:
        core:
          listeners:
            mqtts: { port: 8883, tls: {}, auth: [password] }
            open: { port: 1883, bind: 127.0.0.1, auth: [anonymous] }
        other:
          access: dynamic-security
          listeners:
            mqtts: { port: 8884, tls: {}, auth: [certificate] }
            open: { port: 1884, bind: 127.0.0.1, auth: [anonymous] }
    `,
    messages: [],
  },
})
