import { testFindings } from './test-findings.ts'

const CORE = 'core: { listeners: { tls: { port: 8883, tls: {}, auth: [certificate] } } }'

testFindings('issuer-cycle', {
  'an authority that issues itself': {
    spec: 'pki: { authorities: { a: { issuer: «a» } } }',
    messages: ['authority "a" is its own issuer'],
    hints: ['remove "issuer" from the authority that is the root'],
  },
  'a circle is reported once, what stands below it not at all': {
    spec: `
      pki:
        authorities:
          below: { issuer: c }
          c: { issuer: b }
          b: { issuer: «d» }
          d: { issuer: c }
          fine: {}
    `,
    messages: ['authorities "b", "c" and "d" issue one another in a circle'],
  },
  'two circles': {
    spec: 'pki: { authorities: { a: { issuer: «b» }, b: { issuer: a }, x: { issuer: «y» }, y: { issuer: x } } }',
    messages: [
      'authorities "a" and "b" issue one another in a circle',
      'authorities "x" and "y" issue one another in a circle',
    ],
  },
  'a long chain is no circle': {
    spec: 'pki: { authorities: { a: { issuer: b }, b: { issuer: c }, c: { issuer: d }, d: {} } }',
    messages: [],
  },
  'a circle through an authority that is otherwise filled in': {
    spec: 'pki: { authorities: { clients-root: { issuer: «clients» } } }',
    messages: ['authorities "clients" and "clients-root" issue one another in a circle'],
  },
})

testFindings('key-size', {
  'sizes of another algorithm': {
    spec: `
      pki:
        authorities:
          a: { privateKey: { size: «2048» } }
          b: { privateKey: { algorithm: ECDSA, size: «3072» } }
        profiles:
          p: { issuer: a, privateKey: { algorithm: RSA, size: «256» } }
          q: { issuer: a, privateKey: { algorithm: Ed25519, size: «256» } }
    `,
    messages: [
      'there are no ECDSA keys of 2048 bits, only of 256, 384',
      'there are no ECDSA keys of 3072 bits, only of 256, 384',
      'there are no RSA keys of 256 bits, only of 2048, 3072, 4096',
      'there is only one size of Ed25519 keys',
    ],
    hints: [
      'write another size, or "algorithm: RSA"',
      'write another size, or "algorithm: RSA"',
      'write another size, or "algorithm: ECDSA"',
      'remove it',
    ],
  },
  'sizes that fit, and none': {
    spec: `
      pki:
        authorities:
          a: { privateKey: { size: 384 } }
          b: { privateKey: { algorithm: RSA } }
          c: { privateKey: { algorithm: RSA, size: 4096 } }
          d: { privateKey: { algorithm: Ed25519 } }
    `,
    messages: [],
  },
})

testFindings('external-without-certificate', {
  'external and nothing else': {
    spec: 'pki: { authorities: { a: { external: «true» } } }',
    messages: ['authority "a" is external but has no certificate'],
  },
  'a certificate that was left out because it was wrong': {
    spec: 'pki: { authorities: { a: { external: true } } }',
    pruned: [['pki', 'authorities', 'a', 'certificate', 'file']],
    messages: [],
  },
  'one that has its certificate, though the file cannot be read': {
    spec: 'pki: { authorities: { a: { external: true, certificate: { file: a.pem } } } }',
    messages: [],
  },
})

testFindings('external-with-key', {
  'an external authority with a key': {
    spec: 'pki: { authorities: { a: { external: true, certificate: { file: a.pem }, key: «{ env: KEY }» } } }',
    messages: ['authority "a" is external but has a key'],
  },
})

testFindings('external-crl', {
  'revocations of an authority whose key lives elsewhere': {
    spec: `
      pki:
        authorities: { a: { external: true, certificate: { file: a.pem }, revoked: «[{ serial: "01" }]» } }
        crl: { a: «{ validity: 1d }» }
    `,
    messages: [
      'the key of authority "a" lives elsewhere, so mqttopia cannot sign its revocation list',
      'the key of authority "a" lives elsewhere, so mqttopia cannot sign its revocation list',
    ],
  },
})

testFindings('key-without-certificate', {
  'a key alone': {
    spec: 'pki: { authorities: { a: { key: «{ file: a.key }» } } }',
    messages: ['authority "a" has a key but no certificate'],
  },
  'a key that is to be generated': {
    spec: 'pki: { authorities: { a: { key: { generate: {} } } } }',
    messages: [],
  },
})

testFindings('certificate-without-key', {
  'a certificate alone, and one with a key that cannot be its own': {
    spec: `
      pki:
        authorities:
          a: { certificate: «{ file: a.pem }» }
          b: { certificate: «{ file: a.pem }», key: { generate: {} } }
    `,
    messages: [
      'authority "a" has a certificate but no key of its own',
      'authority "b" has a certificate but no key of its own',
    ],
  },
})

testFindings('profile-usage', {
  'a server with a client certificate, and the other way round': {
    spec: `
      brokers: { core: { listeners: { tls: { port: 1, tls: { profile: «client» }, auth: [password] } } } }
      users: { alice: { at: core, auth: { certificate: «server» } } }
    `,
    messages: [
      'certificates of profile "client" are not for "server auth"',
      'certificates of profile "server" are not for "client auth"',
    ],
    hints: [
      'name a profile with "server auth" in its usages',
      'name a profile with "client auth" in its usages',
    ],
  },
  'a profile for both': {
    spec: `
      brokers: { core: { listeners: { tls: { port: 1, tls: { profile: both }, auth: [password] } } } }
      pki: { profiles: { both: { issuer: clients, usages: [client auth, server auth] } } }
      users: { alice: { at: core, auth: { certificate: both } } }
    `,
    messages: [],
  },
})

testFindings('bridge-csr', {
  'a bridge whose profile signs requests': {
    spec: `
      brokers: { ${CORE}, edge: { listeners: {} } }
      pki: { profiles: { own-key: { issuer: clients, csr: true } } }
      bridges: { b: { from: edge, to: core, auth: { certificate: «own-key» }, routes: [{ out: x }] } }
    `,
    messages: ['profile "own-key" signs requests, and bridges send none'],
  },
  'users and devices of that profile, who send theirs to "pki sign"': {
    spec: `
      brokers: { ${CORE}, edge: { listeners: {} } }
      pki: { profiles: { own-key: { issuer: clients, csr: true } } }
      bridges: { b: { from: edge, to: core, auth: { certificate: client }, routes: [{ out: x }] } }
      users: { alice: { at: core, auth: { certificate: own-key } } }
      fleets:
        f: { forEach: { range: { from: 1, to: 3 } }, username: "d\${each.n}", at: core, auth: { certificate: own-key } }
    `,
    messages: [],
  },
})

testFindings('csr-unused', {
  'a request for a profile that generates keys': {
    spec: `
      brokers: { ${CORE} }
      pki: { profiles: { own-key: { issuer: clients, csr: true } } }
      users:
        alice: { at: core, auth: { certificate: client, csr: «{ file: a.csr }» } }
        bob: { at: core, auth: { certificate: own-key, csr: { file: b.csr } } }
    `,
    messages: ['profile "client" generates keys, so nobody would sign this request'],
    hints: ['set "csr: true" in the profile'],
  },
})
