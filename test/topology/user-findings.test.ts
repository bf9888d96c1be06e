import { expect, test } from 'vitest'
import { resolveYaml, toRow } from './resolve-yaml.ts'
import { testFindings } from './test-findings.ts'

const CORE = 'core: { listeners: { mqtt: { port: 1883, auth: [password] } } }'
const PASSWORD = 'auth: { password: { generate: {} } }'

testFindings('auth-missing', {
  'users and fleets without, or with nothing that proves anything': {
    spec: `
      brokers: { ${CORE} }
      users: { «alice»: { at: core }, anonymous: { at: core } }
      fleets: { «f»: { forEach: { range: { from: 1, to: 9 } }, username: "\${each.n}", at: core } }
    `,
    messages: ['nothing says how this user proves who it is', 'nothing says how this user proves who it is'],
    hints: [
      'add "auth", such as { password: { generate: {} } }',
      'add "auth", such as { password: { generate: {} } }',
    ],
  },
  'what was left out because it was wrong': {
    spec: `
      brokers: { ${CORE} }
      users: { alice: { at: core }, bob: { at: core, auth: {} } }
    `,
    pruned: [
      ['users', 'alice', 'auth'],
      ['users', 'bob', 'auth', 'password', 'env'],
    ],
    messages: [],
  },
})

testFindings('auth-several', {
  'two and three kinds': {
    spec: `
      brokers: { ${CORE} }
      users:
        alice: { at: core, auth: «{ password: { generate: {} }, psk: { generate: {} } }» }
        bob: { at: core, auth: «{ password: { generate: {} }, psk: { generate: {} }, certificate: client }» }
    `,
    messages: [
      '"auth" has "password" and "psk", of which a user has only one',
      '"auth" has "password", "psk" and "certificate", of which a user has only one',
    ],
  },
})

testFindings('auth-anonymous', {
  'credentials of nobody': {
    spec: `
      brokers: { ${CORE} }
      users: { anonymous: { at: core, auth: «{ password: { generate: {} } }» } }
    `,
    messages: ['the user "anonymous" stands for clients without a username, so it has no credentials'],
  },
})

testFindings('unknown-column', {
  'in every text of a fleet, once for each place': {
    spec: `
      brokers: { ${CORE} }
      fleets:
        f:
          forEach: { items: [{ serial: 1, site: a }, { serial: 2, site: b }] }
          username: «"d\${each.Serial}"»
          clientId: «"\${each.nope}"»
          at: «"\${each.sight}"»
          auth: { certificate: «"\${each.a}"», uris: [«"urn:\${each.b}"»], csr: { file: «"\${each.c}"» } }
          listener: «"\${each.d}"»
          publish: [«"x/\${each.e}"», { topic: «"y/\${each.f}"» }]
          deny: [{ subscribe: «"z/\${each.g}"» }]
          will: { topic: «"w/\${each.h}"», payload: «"\${each.i}"» }
    `,
    messages: ['Serial', 'nope', 'sight', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map(
      (column) => `the table has no column "${column}"`,
    ),
  },
  'the file of a secret': {
    spec: `
      brokers: { ${CORE} }
      fleets: { f: { forEach: { items: [{ n: 1 }] }, username: "d\${each.n}", at: core, auth: { psk: { file: «"\${each.key}"» } } } }
    `,
    messages: ['the table has no column "key"'],
    hints: ['there is only "n"'],
  },
  'nothing where there is no row to tell, or not every row has the column': {
    spec: `
      brokers: { ${CORE} }
      fleets: { f: { forEach: { items: [] }, username: "\${each.n}", at: core, ${PASSWORD} } }
    `,
    messages: [],
  },
  'columns that objects have by nature': {
    spec: `
      brokers: { ${CORE} }
      fleets: { f: { forEach: { items: [{ n: 1 }] }, username: «"\${each.toString}"», at: core, ${PASSWORD} } }
    `,
    messages: ['the table has no column "toString"'],
  },
})

testFindings('empty-cell', {
  'rows that lack what others have': {
    spec: `
      brokers: { ${CORE} }
      fleets:
        f:
          forEach: { items: [{ n: 1, site: a }, «{ n: 2 }», «{ n: 3, site: "" }», «{ site: b }»] }
          username: "d\${each.n}"
          at: core
          ${PASSWORD}
          publish: ["x/\${each.site}/y"]
    `,
    messages: [
      'a level of the topic filter is empty, since this row has no "site"',
      'a level of the topic filter is empty, since this row has no "site"',
      'this row has no "n"',
    ],
  },
  'a row that lacks several cells is named once': {
    spec: `
      brokers: { ${CORE} }
      fleets:
        f:
          forEach: { items: [{ n: 1, a: x, b: y }, «{ n: 2 }»] }
          username: "d\${each.n}"
          at: core
          ${PASSWORD}
          publish: ["x/\${each.a}", "x/\${each.b}"]
    `,
    messages: ['a level of the topic filter is empty, since this row has no "a"'],
  },
  'an empty cell that leaves something of its level': {
    spec: `
      brokers: { ${CORE} }
      fleets:
        f: { forEach: { items: [{ n: 1, s: "" }] }, username: "d\${each.n}", at: core, ${PASSWORD}, publish: ["x/a\${each.s}"] }
    `,
    messages: [],
  },
})

testFindings('template-syntax', {
  'variables that there are not, or not here': {
    spec: `
      brokers: { ${CORE} }
      roles: { r: { publish: [«"a/\${each.n}"», "a/\${username}/\${clientId}"] } }
      users:
        alice:
          at: core
          clientId: «"\${each.n}"»
          ${PASSWORD}
          publish: [«"\${user}"», «"a/\${username"»]
          will: { topic: "w/\${username}", payload: «"\${time}"» }
        bob: { at: core, ${PASSWORD}, will: { topic: «"w/\${clientId}"» } }
      fleets:
        f: { forEach: { items: [{ n: 1 }] }, username: «"\${n}"», at: core, ${PASSWORD}, clientId: «"\${clientId}"» }
    `,
    messages: [
      '"${each.n}" stands for a column, but only fleets have a table',
      '"${each.n}" stands for a column, but only fleets have a table',
      'there is no variable "${user}" here',
      'after "${" there is no "}"',
      'there is no variable "${time}" here',
      'this user has no clientId',
      'there is no variable "${n}" here',
      'there is no variable "${clientId}" here',
    ],
  },
})

testFindings('invalid-topic', {
  'grants of roles and users': {
    spec: `
      brokers: { ${CORE} }
      roles: { r: { subscribe: [«"a/#/b"»], deny: [{ publish: «a+» }] } }
      users:
        alice:
          at: core
          ${PASSWORD}
          publish: [{ topic: «"x-\${username}"» }, «""», "ok/+/#"]
          will: { topic: «"a/+"» }
    `,
    messages: [
      'topic filter "a/#/b" is not valid: the wildcard "#" may only be the last level',
      'topic filter "a+" is not valid: the wildcards "+" and "#" must stand alone in their level',
      'topic filter "x-${username}" is not valid: a variable must stand alone in its level, which "x-${username}" breaks',
      'topic filter "" is not valid: a topic must have at least one character',
      'topic "a/+" is not valid: a topic name may not hold the wildcards "+" and "#"',
    ],
  },
  'rows that would widen a filter': {
    spec: `
      brokers: { ${CORE} }
      fleets:
        f:
          forEach:
            items:
              - { n: 1, a: x/y }
              - «{ n: 2, a: "+" }»
              - «{ n: 3, a: "x/#" }»
              - «{ n: 4, a: "\${username}" }»
              - «{ n: 5, a: "x\\0" }»
              - { n: 6, a: "$SYS" }
              - { n: 7, a: "😀" }
          username: "d\${each.n}"
          at: core
          ${PASSWORD}
          publish: ["x/\${each.a}/y"]
    `,
    messages: [
      '"+" in column "a" would put a wildcard into a topic filter',
      '"x/#" in column "a" would put a wildcard into a topic filter',
      'this row would put "${" into the topic filter "x/${username}/y"',
      'topic filter "x/x\\u0000/y" is not valid: a topic may not hold the character U+0000',
    ],
  },
  'wills of rows and of users with wildcards in their names': {
    spec: `
      brokers: { ${CORE} }
      users: { a+b: { at: core, ${PASSWORD}, will: { topic: «"w/\${username}"» } } }
      fleets:
        f: { forEach: { items: [«{ n: "#" }», { n: 1 }] }, username: "d\${each.n}", at: core, ${PASSWORD}, will: { topic: "w/\${each.n}" } }
    `,
    messages: [
      'topic "w/a+b" is not valid: a topic name may not hold the wildcards "+" and "#"',
      'topic "w/#" is not valid: a topic name may not hold the wildcards "+" and "#"',
    ],
  },
})

testFindings('uri-invalid', {
  'URIs of users and rows': {
    spec: `
      brokers: { ${CORE} }
      users: { alice: { at: core, auth: { certificate: client, uris: ["urn:plant:1", «plant», «"urn:a b"»] } } }
      fleets:
        f:
          forEach: { items: [{ n: 1 }, «{ n: ü }»] }
          username: "d\${each.n}"
          at: core
          auth: { certificate: client, uris: ["urn:x:\${each.n}:\${username}"] }
    `,
    messages: [
      '"plant" is no absolute URI in ASCII',
      '"urn:a b" is no absolute URI in ASCII',
      '"urn:x:ü:dü" is no absolute URI in ASCII',
    ],
  },
})

test('of many rows with one problem the first twenty are named, the others counted', () => {
  const rows = Array.from({ length: 1_000 }, (_, n) =>
    toRow([
      ['n', n],
      ['site', n % 2 === 0 ? '#' : 'a'],
    ]),
  )
  const { diagnostics, topology } = resolveYaml(
    `
      brokers: { ${CORE} }
      fleets: { f: { forEach: { csv: f.csv }, username: "d\${each.n}", at: core, ${PASSWORD}, publish: ["x/\${each.site}"] } }
    `,
    { tables: { f: rows } },
  )
  expect(diagnostics).toHaveLength(21)
  expect(new Set(diagnostics.map(({ code }) => code))).toEqual(new Set(['invalid-topic']))
  expect(diagnostics[0]?.at).toEqual({ path: ['fleets', 'f', 'forEach', 'rows', 0] })
  expect(diagnostics[19]?.at).toEqual({ path: ['fleets', 'f', 'forEach', 'rows', 38] })
  expect(diagnostics[0]?.related).toEqual([
    { at: { path: ['fleets', 'f', 'publish', 0] }, message: 'it is used here' },
  ])
  expect(diagnostics[20]).toMatchObject({
    message: '480 more rows of fleet "f" have the same problem',
    at: { path: ['fleets', 'f'], on: 'key' },
  })
  expect(topology.users).toHaveLength(1_000)
})

test('devices that all have one name are reported as briefly', () => {
  const { diagnostics, topology } = resolveYaml(`
      brokers: { ${CORE} }
      fleets: { f: { forEach: { range: { from: 1, to: 100 } }, username: device, at: core, ${PASSWORD} } }
    `)
  expect(diagnostics).toHaveLength(21)
  expect(diagnostics.at(-1)?.message).toBe('79 more rows of fleet "f" have the same problem')
  expect(topology.users).toHaveLength(1)
  expect(topology.fleets[0]?.users).toHaveLength(1)
})
