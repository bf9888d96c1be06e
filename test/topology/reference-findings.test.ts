import { expect, test } from 'vitest'
import { resolveYaml } from './resolve-yaml.ts'
import { testFindings } from './test-findings.ts'

const CORE = 'core: { listeners: { mqtt: { port: 1883, auth: [password] } } }'
const PASSWORD = 'auth: { password: { generate: {} } }'

testFindings('unknown-reference', {
  'a user at a misspelt broker': {
    spec: `
      brokers: { ${CORE} }
      users: { alice: { at: «cor», ${PASSWORD} } }
    `,
    messages: ['there is no broker "cor"'],
    hints: ['did you mean "core"?'],
  },
  'every wrong one of several names, while the right ones stay': {
    spec: `
      brokers: { ${CORE} }
      users: { alice: { at: [core, «edge», «line»], ${PASSWORD}, roles: [«x»], bundles: [«y»], listener: «wss» } }
    `,
    messages: [
      'there is no broker "edge"',
      'there is no broker "line"',
      'there is no role "x"',
      'there is no bundle "y"',
      'broker "core" has no listener "wss"',
    ],
    hints: [
      'there is only "core"',
      'there is only "core"',
      'add it under "roles"',
      'add it under "bundles"',
      'there is only "mqtt"',
    ],
  },
  'members of groups': {
    spec: `
      brokers: { ${CORE} }
      users: { alice: { at: core, ${PASSWORD} } }
      fleets: { presses: { forEach: { range: { from: 1, to: 2 } }, username: "p\${each.n}", at: core, ${PASSWORD} } }
      groups: { ops: { roles: [«boss»], members: [alice, «alicia», «presses», fleet:presses, «fleet:press»] } }
    `,
    messages: [
      'there is no role "boss"',
      'there is no user "alicia"',
      'there is no user "presses"',
      'there is no fleet "press"',
    ],
    hints: [
      'add it under "roles"',
      'did you mean "alice"?',
      'write "fleet:presses"',
      'did you mean "presses"?',
    ],
  },
  'names in the PKI': {
    spec: `
      brokers:
        core: { listeners: { tls: { port: 1, tls: { profile: «servr», trust: [clients, «client»] }, auth: [certificate] } } }
      pki:
        authorities: { mine: { issuer: «root» } }
        profiles: { device: { issuer: «client» } }
        crl: { «clint»: {} }
      users: { alice: { at: core, auth: { certificate: «devices» } } }
    `,
    messages: [
      'there is no profile "servr"',
      'there is no authority "client"',
      'there is no authority "root"',
      'there is no authority "client"',
      'there is no authority "clint"',
      'there is no profile "devices"',
    ],
  },
  'ends of bridges and their listener': {
    spec: `
      brokers: { ${CORE}, edge: { listeners: {} } }
      bridges:
        a: { from: «ede», to: «cor», auth: { password: { generate: {} } }, routes: [{ out: a }] }
        b: { from: edge, to: core, listener: «mqt», auth: { password: { generate: {} } }, routes: [{ out: a }] }
    `,
    messages: ['there is no broker "ede"', 'there is no broker "cor"', 'broker "core" has no listener "mqt"'],
    hints: ['did you mean "edge"?', 'did you mean "core"?', 'did you mean "mqtt"?'],
  },
  'nothing where the name was left out because it was wrong': {
    spec: `
      brokers: { ${CORE} }
      users:
        alice: { at: edge, ${PASSWORD} }
        bob: { at: core, ${PASSWORD}, roles: [gone], listener: wss }
      groups: { ops: { members: [carol, fleet:gone] } }
    `,
    pruned: [
      ['brokers', 'edge'],
      ['brokers', 'core', 'listeners', 'wss'],
      ['roles'],
      ['users', 'carol'],
      ['fleets', 'gone', 'at'],
    ],
    messages: [],
  },
  'a name that objects have by nature is a name like any other': {
    spec: `
      brokers: { ${CORE} }
      users: { alice: { at: «constructor», ${PASSWORD}, roles: [«toString»], bundles: [«__proto__»] } }
    `,
    messages: [
      'there is no broker "constructor"',
      'there is no role "toString"',
      'there is no bundle "__proto__"',
    ],
  },
  'names are quoted on one line': {
    spec: `
      brokers: { ${CORE} }
      users: { alice: { at: «"a\\nb"», ${PASSWORD} } }
    `,
    messages: ['there is no broker "a\\nb"'],
  },
})

test('what refers to something wrong is not reported again', () => {
  const { diagnostics } = resolveYaml(`
    brokers: { core: { listeners: { tls: { port: 1, tls: {}, auth: [certificate] } } } }
    pki:
      authorities: { a: { issuer: b }, b: { issuer: a }, below: { issuer: a } }
      profiles: { p: { issuer: a }, q: { issuer: below } }
    users: { alice: { at: core, auth: { certificate: p } }, bob: { at: core, auth: { certificate: q } } }
  `)
  expect(diagnostics.map(({ code }) => code)).toEqual(['issuer-cycle'])
})

testFindings('duplicate-username', {
  'a device that is called as a user': {
    spec: `
      brokers: { ${CORE} }
      users: { p2: { at: core, ${PASSWORD} } }
      fleets:
        presses: { forEach: { items: [{ n: 1 }, «{ n: 2 }»] }, username: "p\${each.n}", at: core, ${PASSWORD} }
    `,
    messages: ['there are two users "p2"'],
  },
  'two devices of one fleet': {
    spec: `
      brokers: { ${CORE} }
      fleets:
        presses: { forEach: { items: [{ n: 1 }, «{ n: 1 }»] }, username: "p\${each.n}", at: core, ${PASSWORD} }
    `,
    messages: ['there are two users "p1"'],
  },
  'devices of two fleets': {
    spec: `
      brokers: { ${CORE} }
      fleets:
        a: { forEach: { items: [{ n: 1 }] }, username: "p\${each.n}", at: core, ${PASSWORD} }
        b: { forEach: { items: [«{ n: 1 }»] }, username: "p\${each.n}", at: core, ${PASSWORD} }
    `,
    messages: ['there are two users "p1"'],
  },
  'names that differ in case are two names': {
    spec: `
      brokers: { ${CORE} }
      users: { alice: { at: core, ${PASSWORD} }, Alice: { at: core, ${PASSWORD} } }
    `,
    messages: [],
  },
})

testFindings('reserved-name', {
  'a user and a device that are called as bridges': {
    spec: `
      brokers: { ${CORE}, edge: { listeners: { mqtt: { port: 1884, auth: [password] } } } }
      bridges:
        a: { from: edge, to: core, auth: { password: { generate: {} } }, routes: [{ out: x }] }
        b: { from: edge, to: core, auth: { password: { generate: {} } }, routes: [{ out: y }] }
      users: { «bridge-a»: { at: edge, ${PASSWORD} }, bridge-c: { at: edge, ${PASSWORD} } }
      fleets: { f: { forEach: { items: [«{ n: b }»] }, username: "bridge-\${each.n}", at: core, ${PASSWORD} } }
    `,
    messages: ['the username "bridge-a" belongs to a bridge', 'the username "bridge-b" belongs to a bridge'],
  },
  'an anonymous bridge takes no name': {
    spec: `
      brokers: { core: { listeners: { mqtt: { port: 1883, auth: [anonymous] } } }, edge: { listeners: {} } }
      bridges: { a: { from: edge, to: core, auth: { anonymous: true }, routes: [{ out: x }] } }
      users: { anonymous: { at: core }, bridge-a: { at: core, ${PASSWORD} } }
    `,
    messages: [],
  },
  'a device that is called anonymous': {
    spec: `
      brokers: { ${CORE} }
      fleets: { f: { forEach: { items: [«{ n: anonymous }»] }, username: "\${each.n}", at: core, ${PASSWORD} } }
    `,
    messages: ['the username "anonymous" stands for clients without a username, so no device can have it'],
  },
  'a user that is called as a fleet': {
    spec: `
      brokers: { ${CORE} }
      users: { «fleet:a»: { at: core, ${PASSWORD} }, fleet-a: { at: core, ${PASSWORD} } }
    `,
    messages: ['the username "fleet:a" reads like a fleet among the members of a group'],
  },
})

testFindings('invalid-identity', {
  'users and client identifiers': {
    spec: `
      brokers: { ${CORE} }
      users:
        «""»: { at: core, ${PASSWORD} }
        «"a\\0"»: { at: core, ${PASSWORD} }
        «"a\\ud800"»: { at: core, ${PASSWORD} }
        ok: { at: core, ${PASSWORD}, clientId: «"b\\0"» }
    `,
    messages: [
      'the username "" is empty',
      'the username "a\\u0000" has the character U+0000',
      'the username "a\\ud800" has half of a surrogate pair',
      'the client identifier "b\\u0000" has the character U+0000',
    ],
  },
  'rows of a fleet': {
    spec: `
      brokers: { ${CORE} }
      fleets:
        f:
          forEach: { items: [{ a: x, b: y }, «{ a: "", b: y }», «{ a: z, b: "" }»] }
          username: "\${each.a}"
          clientId: "\${each.b}"
          at: core
          ${PASSWORD}
    `,
    messages: ['the username "" is empty', 'the client identifier "" is empty'],
  },
  'the client identifier of a bridge': {
    spec: `
      brokers: { ${CORE}, edge: { listeners: {} } }
      bridges:
        a:
          from: edge
          to: core
          auth: { password: { generate: {} } }
          session: { clientId: «"a\\0"» }
          routes: [{ out: x }]
    `,
    messages: ['the client identifier "a\\u0000" has the character U+0000'],
  },
  'a name of 65536 bytes': {
    spec: `
      brokers: { ${CORE} }
      users: { ? «${'é'.repeat(32_768)}» : { at: core, ${PASSWORD} } }
    `,
    messages: [`the username "${'é'.repeat(80)}…" has more than 65535 bytes`],
  },
})

testFindings('protect-missing', {
  'parts that are not there': {
    spec: `
      brokers: { ${CORE} }
      users: { a.b: { at: core, ${PASSWORD} } }
      environments:
        prod: { protect: [brokers.core, «brokers.edge», users.a.b, «users.a», brokers.core.listeners.mqtt, «brokers.core.at»] }
        dev: { protect: [brokers.line1] }
    `,
    environment: 'prod',
    messages: [
      'environment "prod" protects "brokers.edge", which is not in the spec',
      'environment "prod" protects "users.a", which is not in the spec',
      'environment "prod" protects "brokers.core.at", which is not in the spec',
    ],
  },
  'what was left out because it was wrong is there': {
    spec: `
      environments: { prod: { protect: [brokers.core] } }
    `,
    environment: 'prod',
    pruned: [['brokers', 'core']],
    messages: [],
  },
  'nothing without an environment, or one that is not written': {
    spec: `
      environments: { prod: { protect: [brokers.core] } }
    `,
    environment: 'constructor',
    messages: [],
  },
})
