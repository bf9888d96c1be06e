import { describe, expect, test } from 'vitest'
import { chainOf, rootOf } from '../../src/topology/authority.ts'
import { resolveYaml } from './resolve-yaml.ts'

const DAY = 86_400
const TLS = 'listeners: { tls: { port: 8883, tls: {}, auth: [certificate] } }'

function pkiOf(spec: string, files: Record<string, string> = {}) {
  const { topology, diagnostics } = resolveYaml(spec, { files })
  expect(diagnostics).toEqual([])
  const byName = <T extends { readonly name: string }>(values: readonly T[]) =>
    Object.fromEntries(values.map((value) => [value.name, value]))
  return { topology, authorities: byName(topology.authorities), profiles: byName(topology.profiles) }
}

describe('what is filled in', () => {
  test('a topology without TLS has no authorities and no profiles', () => {
    const { topology } = pkiOf('brokers: { core: { listeners: { a: { port: 1883, auth: [anonymous] } } } }')
    expect(topology.authorities).toEqual([])
    expect(topology.profiles).toEqual([])
  })

  test('mutual TLS has two roots, an issuing authority below each, and two profiles', () => {
    const { topology } = pkiOf(`
      name: plant
      brokers: { core: { ${TLS} } }
      users: { alice: { at: core, auth: { certificate: client } } }
    `)
    expect(
      topology.authorities.map(
        ({ name, issuer, commonName, durationSeconds, pathLen, keyAlgorithm, written }) => ({
          ...{
            name,
            issuer: issuer?.name,
            commonName,
            years: durationSeconds / DAY / 365,
            pathLen,
            keyAlgorithm,
            written,
          },
        }),
      ),
    ).toEqual([
      {
        name: 'clients-root',
        commonName: 'plant clients-root',
        years: 20,
        keyAlgorithm: 'p256',
        written: false,
      },
      {
        name: 'servers-root',
        commonName: 'plant servers-root',
        years: 20,
        keyAlgorithm: 'p256',
        written: false,
      },
      {
        ...{ name: 'clients', issuer: 'clients-root', commonName: 'plant clients', years: 10 },
        ...{ pathLen: 0, keyAlgorithm: 'p256', written: false },
      },
      {
        ...{ name: 'servers', issuer: 'servers-root', commonName: 'plant servers', years: 10 },
        ...{ pathLen: 0, keyAlgorithm: 'p256', written: false },
      },
    ])
    expect(topology.profiles.map(({ name, issuer, usages }) => [name, issuer.name, usages])).toEqual([
      ['client', 'clients', ['client auth']],
      ['server', 'servers', ['server auth']],
    ])
    expect(topology.profiles[0]).toMatchObject({
      ...{ durationSeconds: 397 * DAY, renewBeforeSeconds: Math.floor((397 * DAY) / 3) },
      ...{ keyAlgorithm: 'p256', rotationPolicy: 'never', csr: false, written: false, path: ['pki'] },
    })
  })

  test('a listener that asks nobody for a certificate needs the servers alone', () => {
    const { topology } = pkiOf(
      'brokers: { core: { listeners: { a: { port: 8883, tls: {}, auth: [password] } } } }',
    )
    expect(topology.authorities.map(({ name }) => name)).toEqual(['servers-root', 'servers'])
    expect(topology.profiles.map(({ name }) => name)).toEqual(['server'])
  })

  test('an authority that a listener only trusts is there', () => {
    const { topology } = pkiOf(`brokers: { core: { ${TLS} } }`)
    expect(topology.authorities.map(({ name }) => name)).toEqual([
      ...['clients-root', 'servers-root', 'clients', 'servers'],
    ])
    expect(topology.profiles.map(({ name }) => name)).toEqual(['server'])
  })

  test('a name that the spec defines is the one that is used', () => {
    const { authorities, profiles } = pkiOf(`
      brokers: { core: { ${TLS} } }
      pki:
        authorities: { my-root: { duration: 30y }, servers: { issuer: my-root, duration: 5y } }
    `)
    expect(profiles.server?.issuer).toBe(authorities.servers)
    expect(authorities.servers).toMatchObject({ written: true, issuer: authorities['my-root'] })
    expect(authorities['servers-root']).toBeUndefined()
    expect(authorities.clients?.issuer).toBe(authorities['clients-root'])
  })

  test.each([
    ['revoked certificates', 'clients: { revoked: [{ serial: "0a" }] }', 'clients', 'clients-root'],
    ['a longer life', 'servers: { duration: 12y }', 'servers', 'servers-root'],
    ['another root', 'my-root: {}, clients: { issuer: my-root }', 'clients', 'my-root'],
  ])('a derived authority that is given %s keeps the rest', (_, written, name, issuer) => {
    const { authorities } = pkiOf(`brokers: { core: { ${TLS} } }\npki: { authorities: { ${written} } }`)
    expect(authorities[name]).toMatchObject({ written: true, issuer: { name: issuer }, pathLen: 0 })
  })

  test('one with a certificate of its own has no derived issuer', () => {
    const { authorities } = pkiOf(
      `
      brokers: { core: { ${TLS} } }
      pki: { authorities: { clients: { external: true, certificate: { file: ca.pem } } } }`,
      { 'ca.pem': 'PEM' },
    )
    expect(authorities.clients?.issuer).toBeUndefined()
    expect(authorities['clients-root']).toBeUndefined()
  })

  test('a profile "server" that names another authority is for servers all the same', () => {
    const { profiles } = pkiOf(`
      brokers: { core: { ${TLS} } }
      pki: { authorities: { mine: {} }, profiles: { server: { issuer: mine, duration: 90d } } }
    `)
    expect(profiles.server).toMatchObject({ issuer: { name: 'mine' }, usages: ['server auth'] })
  })

  test('own authorities without a profile "server" leave the derived one with its own authority', () => {
    const { topology } = pkiOf(`
      brokers: { core: { ${TLS} } }
      pki: { authorities: { mine: {} }, profiles: { device: { issuer: mine } } }
      users: { alice: { at: core, auth: { certificate: device } } }
    `)
    expect(topology.authorities.map(({ name, written }) => [name, written])).toEqual([
      ['mine', true],
      ['servers-root', false],
      ['servers', false],
    ])
    expect(topology.profiles.map(({ name }) => name)).toEqual(['device', 'server'])
  })

  test('a wrong definition is not covered up by the derived one', () => {
    const { topology, diagnostics } = resolveYaml(`brokers: { core: { ${TLS} } }`, {
      pruned: [['pki', 'profiles', 'server']],
    })
    expect(diagnostics).toEqual([])
    expect(topology.brokers[0]?.listeners).toEqual([])
  })
})

describe('authorities', () => {
  test('issuers stand before what they issue, equals by name', () => {
    const { topology } = pkiOf(`
      pki: { authorities: { a: { issuer: m }, m: { issuer: z }, b: {}, z: {}, c: { issuer: b } } }
    `)
    expect(topology.authorities.map(({ name }) => name)).toEqual(['b', 'z', 'c', 'm', 'a'])
    const [, , , , a] = topology.authorities
    expect(a && chainOf(a).map(({ name }) => name)).toEqual(['a', 'm', 'z'])
    expect(a && rootOf(a).name).toBe('z')
  })

  test('what is written wins over what would follow', () => {
    const { authorities } = pkiOf(`
      pki:
        organization: Plant AG
        authorities:
          r: { pathLen: 2 }
          a:
            commonName: My CA
            issuer: r
            duration: 6y
            renewBefore: 1y
            pathLen: 1
            privateKey: { algorithm: RSA, size: 3072 }
        crl: { a: { validity: 10d, renewBefore: 4d, url: "http://crl.example/a.crl" } }
    `)
    expect(authorities.a).toMatchObject({
      ...{ commonName: 'My CA', durationSeconds: 6 * 365 * DAY, renewBeforeSeconds: 365 * DAY },
      ...{ pathLen: 1, keyAlgorithm: 'rsa3072', source: 'generated', path: ['pki', 'authorities', 'a'] },
      crl: {
        ...{ validitySeconds: 10 * DAY, renewBeforeSeconds: 4 * DAY, url: 'http://crl.example/a.crl' },
        path: ['pki', 'crl', 'a'],
      },
    })
    expect(authorities.r).toMatchObject({
      pathLen: 2,
      crl: { validitySeconds: 30 * DAY, renewBeforeSeconds: 15 * DAY, path: ['pki', 'authorities', 'r'] },
    })
  })

  test('an existing one is imported, one whose key lives elsewhere is external', () => {
    const { authorities } = pkiOf(
      `
      pki:
        authorities:
          ours: { certificate: { file: ours.pem }, key: { env: OURS_KEY } }
          corp: { certificate: { file: corp.pem }, external: true }
          lost: { certificate: { file: lost.pem }, external: true }
    `,
      { 'ours.pem': 'OURS', 'corp.pem': 'CORP' },
    )
    expect(authorities.ours).toMatchObject({
      ...{ source: 'imported', certificatePem: 'OURS' },
      key: { from: 'env', name: 'OURS_KEY', path: ['pki', 'authorities', 'ours', 'key'] },
    })
    expect(authorities.corp).toMatchObject({ source: 'external', certificatePem: 'CORP' })
    expect(authorities.lost).not.toHaveProperty('certificatePem')
  })

  test('revoked certificates are sorted, each number once', () => {
    const { authorities } = pkiOf(`
      pki:
        authorities:
          a:
            revoked:
              - { serial: "00FF", reason: superseded, date: 2027-02-28 }
              - { serial: "0A" }
              - { serial: "ff" }
              - { serial: "0" }
    `)
    const path = (i: number) => ['pki', 'authorities', 'a', 'revoked', i]
    expect(authorities.a?.revoked).toEqual([
      { serial: '0', reason: 'unspecified', path: path(3) },
      { serial: 'a', reason: 'unspecified', path: path(1) },
      { serial: 'ff', reason: 'superseded', date: '2027-02-28', path: path(0) },
    ])
  })

  test('the common name that follows from names fits into a certificate', () => {
    const [topologyName, authority] = ['t'.repeat(63), 'a'.repeat(40)]
    const { authorities } = pkiOf(
      `{ name: ${topologyName}, pki: { authorities: { ${authority}: {}, b: {} } } }`,
    )
    expect(authorities[authority]?.commonName).toBe(`${'t'.repeat(23)} ${authority}`)
    expect(authorities.b?.commonName).toBe(`${'t'.repeat(62)} b`)
  })

  test('a chain of 5,000 authorities is resolved', () => {
    const authorities = Array.from(
      { length: 5_000 },
      (_, i) => `a${i}: ${i === 0 ? '{}' : `{ issuer: a${i - 1} }`}`,
    )
    const { topology } = pkiOf(`pki: { authorities: { ${authorities.join(', ')} } }`)
    expect(topology.authorities.at(-1)?.name).toBe('a4999')
  })
})

test('a profile says what it says', () => {
  const { profiles } = pkiOf(`
    pki:
      profiles:
        p:
          issuer: clients
          usages: [server auth, client auth]
          duration: 90d
          renewBefore: 30d
          privateKey: { algorithm: ECDSA, size: 384, rotationPolicy: always }
          csr: true
  `)
  expect(profiles.p).toMatchObject({
    ...{ usages: ['client auth', 'server auth'], durationSeconds: 90 * DAY, renewBeforeSeconds: 30 * DAY },
    ...{
      keyAlgorithm: 'p384',
      rotationPolicy: 'always',
      csr: true,
      written: true,
      path: ['pki', 'profiles', 'p'],
    },
  })
})

test.each([
  ['plant-berlin', 'plant-berlin'],
  ['My Plant (new)', 'My-Plant-new'],
  ['.hidden', 'hidden'],
  ['Ümlaut', 'mlaut'],
  ['', 'topology'],
  ['/', 'topology'],
  ['x'.repeat(100), 'x'.repeat(63)],
])('a spec in the folder %j without a name is called %j', async (folder, name) => {
  const { nameFromFolder } = await import('../../src/topology/topology-name.ts')
  expect(nameFromFolder(folder)).toBe(name)
  expect(name).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/)
})

test('the organization is the name of the topology unless the spec has one', () => {
  expect(pkiOf('name: plant').topology).toMatchObject({ name: 'plant', organization: 'plant' })
  expect(pkiOf('pki: { organization: Plant AG }').topology).toMatchObject({
    name: 'folder',
    organization: 'Plant AG',
  })
})
