import { freeClientId } from '../../../../src/targets/mosquitto/rules/free-client-id.ts'
import { testMosquittoRule } from '../test-mosquitto-rule.ts'

testMosquittoRule(freeClientId, {
  'somebody else would gain by the pattern': {
    spec: `
      brokers:
        core: { engine: { version: "2.1" }, listeners: { mqtt: { port: 1883, auth: [password] } } }
      users:
        ann: { at: core, auth: { password: { generate: {} } }, publish: [«"d/\${clientId}"»] }
        ben: { at: core, auth: { password: { generate: {} } }, subscribe: ["d/#"] }
        cat: { at: core, auth: { password: { generate: {} } }, publish: ["d/#"] }
    `,
    messages: ['"d/${clientId}" would let "ben" publish "d/x" on broker "core"'],
  },
  'identifiers of several levels, in 2.0': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password] } } }
      users:
        ann: { at: core, auth: { password: { generate: {} } }, publish: [«"d/\${clientId}/state"»] }
    `,
    messages: ['"d/${clientId}/state" would let "ann" publish "d/x/x/state" on broker "core"'],
  },
  'text that looks like a variable, and a name with a wildcard': {
    spec: `
      brokers:
        core: { engine: { version: "2.1" }, listeners: { mqtt: { port: 1883, auth: [password] } } }
        other: { engine: { version: "2.1" }, listeners: { mqtt: { port: 1884, auth: [password] } } }
      users:
        ann: { at: core, auth: { password: { generate: {} } }, publish: [«"%u/\${clientId}"»] }
        b+n: { at: other, auth: { password: { generate: {} } }, publish: [«"d/\${clientId}"»] }
    `,
    messages: [
      '"%u/${clientId}" has "%u" or "%c", which Mosquitto would take for a variable beside "${clientId}" on broker "core"',
      '"d/${clientId}" gives nothing to "b+n", who has a wildcard in the name, on broker "other"',
    ],
  },
  'a name with a dollar sign in front, in 2.1': {
    spec: `
      brokers:
        core: { engine: { version: "2.1" }, listeners: { mqtt: { port: 1883, auth: [password] } } }
        old: { listeners: { mqtt: { port: 1884, auth: [password] } } }
      users:
        $ann: { at: core, auth: { password: { generate: {} } }, publish: [«"\${username}/\${clientId}"»] }
        $ben: { at: old, auth: { password: { generate: {} } }, publish: ["\${username}/\${clientId}"] }
        $cat: { at: core, auth: { password: { generate: {} } }, publish: ["\${username}/state"] }
    `,
    messages: [
      '"${username}/${clientId}" gives nothing to "$ann", whose name begins with "$", on broker "core"',
    ],
  },
  'a fixed identifier, the last level in 2.0, any level in 2.1': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password] } } }
        new: { engine: { version: "2.1" }, listeners: { mqtt: { port: 1884, auth: [password] } } }
      users:
        ann: { at: core, clientId: x, auth: { password: { generate: {} } }, publish: ["c/\${clientId}/state"] }
        ben: { at: core, auth: { password: { generate: {} } }, publish: ["d/\${clientId}"] }
        cat: { at: new, auth: { password: { generate: {} } }, publish: ["d/\${clientId}/state"] }
    `,
    messages: [],
  },
})
