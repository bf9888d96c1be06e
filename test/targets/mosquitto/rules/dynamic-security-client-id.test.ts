import { dynamicSecurityClientId } from '../../../../src/targets/mosquitto/rules/dynamic-security-client-id.ts'
import { testMosquittoRule } from '../test-mosquitto-rule.ts'

testMosquittoRule(dynamicSecurityClientId, {
  'an identifier that the client chooses': {
    spec: `
      brokers:
        core: { access: dynamic-security, listeners: { mqtt: { port: 1883, auth: [password] } } }
      users:
        ann: { at: core, auth: { password: { generate: {} } }, publish: [«"d/\${clientId}"»] }
    `,
    messages: ['"d/${clientId}" cannot be written for user "ann", who has no fixed client identifier'],
  },
  'a role, once for all who have it': {
    spec: `
      brokers:
        core: { access: dynamic-security, listeners: { mqtt: { port: 1883, auth: [password] } } }
      roles: { r: { publish: [«"d/\${clientId}"»] } }
      users:
        ann: { at: core, auth: { password: { generate: {} } }, roles: [r] }
        ben: { at: core, auth: { password: { generate: {} } }, roles: [r] }
    `,
    messages: ['"d/${clientId}" cannot be written for user "ann", who has no fixed client identifier'],
  },
  'a fixed identifier, a username, and a broker with an ACL file': {
    spec: `
      brokers:
        core: { access: dynamic-security, listeners: { mqtt: { port: 1883, auth: [password] } } }
        other: { engine: { version: "2.1" }, listeners: { mqtt: { port: 1884, auth: [password] } } }
      users:
        ann: { at: core, clientId: phone, auth: { password: { generate: {} } }, publish: ["d/\${clientId}"] }
        ben: { at: core, auth: { password: { generate: {} } }, publish: ["d/\${username}"] }
        cat: { at: other, auth: { password: { generate: {} } }, publish: ["d/\${clientId}"] }
    `,
    messages: [],
  },
})
