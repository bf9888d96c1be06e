import { dynamicSecurityVariable } from '../../../../src/targets/mosquitto/rules/dynamic-security-variable.ts'
import { testMosquittoRule } from '../test-mosquitto-rule.ts'

const LISTENERS = (port: number) => `listeners: { mqtt: { port: ${port}, auth: [password] } }`
const PASSWORD = 'auth: { password: { generate: {} } }'

testMosquittoRule(dynamicSecurityVariable, {
  'a level of its own, of a role too': {
    spec: `
      brokers:
        core: { engine: { version: "2.1" }, access: dynamic-security, ${LISTENERS(1883)} }
      roles:
        odd: { subscribe: [«"x/%c"»] }
      users:
        ann: { at: core, ${PASSWORD}, publish: [«"a/%u/b"»], roles: [odd] }
        ben: { at: core, ${PASSWORD}, roles: [odd] }
    `,
    messages: [
      '"x/%c" would be filled in with a client\'s own name on broker "core"',
      '"a/%u/b" would be filled in with a client\'s own name on broker "core"',
    ],
  },
  'a part of a level, another letter, 2.0, an ACL file': {
    spec: `
      brokers:
        core: { engine: { version: "2.1" }, access: dynamic-security, ${LISTENERS(1883)} }
        old: { access: dynamic-security, ${LISTENERS(1884)} }
        file: { engine: { version: "2.1" }, ${LISTENERS(1885)} }
      users:
        ann: { at: core, ${PASSWORD}, publish: ["a/b%u", "a/%d", "\${username}/x"] }
        ben: { at: old, ${PASSWORD}, publish: ["a/%u"] }
        cat: { at: file, ${PASSWORD}, publish: ["a/%u"] }
    `,
    messages: [],
  },
})
