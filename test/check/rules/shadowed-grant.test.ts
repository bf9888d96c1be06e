import { shadowedGrant } from '../../../src/check/rules/shadowed-grant.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(shadowedGrant, {
  'a deny above the grant': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, publish: [«plant/line1/#»], deny: [{ publish: plant/# }] }
    `,
    messages: ['publish "plant/line1/#" never takes effect: the deny of publish "plant/#" covers it'],
  },
  'denies that cover it together, and almost': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        alice:
          at: core
          auth: { password: { generate: {} } }
          publish: [«"plant/#"», "hall/#"]
          deny: [{ publish: plant }, { publish: "plant/+/#" }, { publish: "hall/+/#" }, { publish: hall/x }]
    `,
    messages: [
      'publish "plant/#" never takes effect: the deny of publish "plant" and the deny of publish "plant/+/#" cover it',
    ],
  },
  'a deny inside the grant leaves the rest': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, publish: [plant/#], deny: [{ publish: plant/secret }] }
    `,
    messages: [],
  },
  'a deny of another user, or of the other action': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, publish: [plant/a], deny: [{ subscribe: plant/# }] }
        bob: { at: core, auth: { password: { generate: {} } }, publish: [plant/#], deny: [{ publish: plant/b }] }
    `,
    messages: [],
  },
  'a deny of a role, for every user of another role': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      roles:
        worker: { publish: [«"press/\${username}/#"»] }
        guest: { deny: [{ publish: press/# }] }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, roles: [worker, guest] }
    `,
    messages: ['publish "press/${username}/#" never takes effect: the deny of publish "press/#" covers it'],
  },
  'a deny that only one of the users of a role has': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      roles:
        worker: { publish: ["press/#"] }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, roles: [worker], deny: [{ publish: "#" }] }
        bob: { at: core, auth: { password: { generate: {} } }, roles: [worker] }
    `,
    messages: [],
  },
  'a deny with a wildcard in front leaves $ topics': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, subscribe: [$SYS/#], deny: [{ subscribe: "#" }] }
    `,
    messages: [],
  },
  'many grants are looked up by their levels': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        alice:
          at: core
          auth: { password: { generate: {} } }
          publish: [a0/x, a1/x, a2/x, a3/x, a4/x, a5/x, a6/x, a7/x, a8/x, a9/x, a10/x, a11/x, a12/x, a13/x, a14/x, a15/x, a16/x, a17/x, a18/x, a19/x, a20/x, a21/x, a22/x, a23/x, a24/x, a25/x, a26/x, a27/x, a28/x, a29/x, a30/x, a31/x, a32/x, a33/x, a34/x, a35/x, a36/x, a37/x, a38/x, a39/x, «z/1»]
          deny: [{ publish: z/# }]
    `,
    messages: ['publish "z/1" never takes effect: the deny of publish "z/#" covers it'],
  },
})
