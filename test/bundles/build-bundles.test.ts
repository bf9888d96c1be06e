import { X509Certificate } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { buildBundles, MAX_DEVICE_FOLDERS } from '../../src/bundles/build-bundles.ts'
import { isArchive } from '../../src/files/artifact.ts'
import { pathGuard } from '../../src/files/artifact-path.ts'
import type { Row, User } from '../../src/topology/user.ts'
import * as fixtures from './fixtures.ts'

const { bundle, builtFiles, fleetDevices, testMaterials, textOf, topology, user } = fixtures
const pathsOf = (users: readonly User[]) => [...builtFiles(topology(users)).keys()]
const rows = (count: number): readonly Row[] =>
  Array.from({ length: count }, (_, i) => ({ serial: `d${i}`, site: 'x' }))

describe('the tree', () => {
  test('has a folder for each user and bundle', () => {
    expect(pathsOf([user('alice', { bundles: [bundle('pem'), bundle('pkcs12', { name: 'p12' })] })])).toEqual(
      [
        'clients/alice/pem/README.txt',
        'clients/alice/pem/ca.pem',
        'clients/alice/pem/client.pem',
        'clients/alice/pem/client.key',
        'clients/alice/p12/README.txt',
        'clients/alice/p12/client.p12',
        'clients/alice/p12/client.p12.password',
        'clients/alice/p12/ca.pem',
      ],
    )
  })

  test('has a folder for each broker of who connects to several', () => {
    const at = [fixtures.broker({ name: 'a' }), fixtures.broker({ name: 'b' })]
    expect(pathsOf([user('alice', { at, bundles: [bundle('c-header')] })])).toEqual([
      'clients/alice/c-header/a/mqtt_client_config.h',
      'clients/alice/c-header/b/mqtt_client_config.h',
    ])
  })

  test('has a folder for each device, by the layout', () => {
    const bundles = [bundle('c-header'), bundle('pem', { layout: '${each.site}/${each.serial}/' })]
    expect(pathsOf(fleetDevices('presses', rows(2), { bundles }))).toEqual([
      'fleets/presses/c-header/d0/mqtt_client_config.h',
      'fleets/presses/c-header/d1/mqtt_client_config.h',
      'fleets/presses/pem/README.txt',
      ...['ca.pem', 'client.pem', 'client.key'].map((name) => `fleets/presses/pem/x/d0/${name}`),
      ...['ca.pem', 'client.pem', 'client.key'].map((name) => `fleets/presses/pem/x/d1/${name}`),
    ])
  })

  test('has one archive for a zip bundle of a user or a fleet', () => {
    const bundles = [bundle('zip', { layout: '${each.serial}/' })]
    const users = [user('alice', { bundles }), ...fleetDevices('presses', rows(2), { bundles })]
    const artifacts = [...buildBundles(topology(users), testMaterials(), fixtures.templates)]
    expect(artifacts.map(({ path, secret }) => [path, secret])).toEqual([
      ['clients/alice/zip.zip', true],
      ['fleets/presses/zip.zip', true],
    ])
    const entries = artifacts.map(({ content }) =>
      typeof content === 'object' && isArchive(content)
        ? Array.from(content.entries, ({ path }) => path)
        : [],
    )
    expect(entries).toEqual([
      ['README.txt', 'ca.pem', 'client.pem', 'client.key'],
      [
        'README.txt',
        ...['d0', 'd1'].flatMap((device) =>
          ['ca.pem', 'client.pem', 'client.key'].map((name) => `${device}/${name}`),
        ),
      ],
    ])
  })

  test('has an archive for every bundle of a large fleet', () => {
    const devices = (count: number) =>
      fleetDevices('presses', rows(count), { bundles: [bundle('c-header')], authentication: fixtures.psk })
    const first = (count: number) =>
      buildBundles(topology(devices(count)), testMaterials(), fixtures.templates).next().value
    expect(first(MAX_DEVICE_FOLDERS)).toMatchObject({
      path: 'fleets/presses/c-header/d0/mqtt_client_config.h',
    })
    expect(first(MAX_DEVICE_FOLDERS + 1)).toMatchObject({ path: 'fleets/presses/c-header.zip' })
  })

  test('has nothing for who has no bundle', () => {
    expect(pathsOf([user('alice'), ...fleetDevices('presses', rows(2))])).toEqual([])
  })

  test('keeps apart what some file system would not', () => {
    const bundles = [
      bundle('c-header', { name: 'x' }),
      bundle('c-header', { name: 'X' }),
      bundle('zip', { name: 'x' }),
      bundle('c-header', { name: 'x.zip' }),
    ]
    const at = [fixtures.broker({ name: 'a' }), fixtures.broker({ name: 'A' })]
    const users = [
      ...['alice', 'Alice', 'con', '..', '', 'README.txt'].map((name) => user(name, { bundles, at })),
      ...fleetDevices('f', [{ serial: 'a' }, { serial: 'A' }, { serial: 'readme.txt' }], {
        bundles: [bundle('pem')],
        at,
      }),
      ...fleetDevices(
        'F',
        [
          { serial: 'b1', site: 'x' },
          { serial: 'b2', site: 'x' },
        ],
        { bundles: [bundle('pem', { layout: '${each.site}' })] },
      ),
    ]
    const files = buildBundles(topology(users), testMaterials(), fixtures.templates)
    const guard = pathGuard()
    for (const { path, content } of files) {
      expect(() => guard(path)).not.toThrow()
      if (typeof content !== 'object' || !isArchive(content)) continue
      const inner = pathGuard()
      for (const entry of content.entries) expect(() => inner(entry.path)).not.toThrow()
    }
  })

  test('is the same bytes every time', () => {
    const formats = ['pem', 'pkcs12', 'mqttx', 'otrc', 'zip'] as const
    const users = [user('alice', { bundles: formats.map((format) => bundle(format)) })]
    const materials = testMaterials()
    expect(builtFiles(topology(users), materials)).toEqual(builtFiles(topology(users), materials))
  })
})

describe('a large fleet', () => {
  test('is made one device at a time', () => {
    const asked: string[] = []
    const materials = testMaterials({
      psk: (name) => {
        asked.push(name)
        return '00'.repeat(32)
      },
    })
    const devices = fleetDevices('presses', rows(2000), {
      bundles: [bundle('c-header')],
      authentication: fixtures.psk,
    })
    const [archive] = buildBundles(topology(devices), materials, fixtures.templates)
    expect(asked).toEqual([])
    if (typeof archive?.content !== 'object' || !isArchive(archive.content)) throw new Error('no archive')
    const entries = archive.content.entries[Symbol.iterator]()
    expect([entries.next().value?.path, entries.next().value?.path]).toEqual([
      'd0/mqtt_client_config.h',
      'd1/mqtt_client_config.h',
    ])
    expect(asked).toEqual(['d0', 'd1'])
  })

  test('says of devices that are the same that their parts are, and not of the text for people', () => {
    const devices = fleetDevices('presses', rows(3), { bundles: [bundle('zip')] })
    const same = new Set(devices.slice(0, 2))
    const [archive] = buildBundles(topology(devices), testMaterials(), fixtures.templates, same)
    if (typeof archive?.content !== 'object' || !isArchive(archive.content)) throw new Error('no archive')
    const parts = archive.content.parts?.()
    expect(parts?.paths.map((path, part) => [path, parts.isUnchanged(part)])).toEqual([
      ['README.txt', false],
      ['d0', true],
      ['d1', true],
      ['d2', false],
    ])
  })

  test('has one text for people, which goes to the first device', () => {
    const files = builtFiles(
      topology(fleetDevices('p', [{ serial: "a'b" }, { serial: 'c' }], { bundles: [bundle('pem')] })),
    )
    expect([...files.keys()].filter((path) => path.endsWith('README.txt'))).toEqual([
      'fleets/p/pem/README.txt',
    ])
    expect(textOf(files, 'fleets/p/pem/README.txt')).toContain(
      "    cd 'a%27b'\n    mosquitto_sub -v -t 'press/a'\\''b/cmd/#'",
    )
  })
})

describe('the credentials', () => {
  test('are the chain of the client and the root of the servers', () => {
    const materials = testMaterials()
    const files = builtFiles(topology([user('alice', { bundles: [bundle('pem')] })]), materials)
    const [own = '', issuer = '', ...more] = textOf(files, 'clients/alice/pem/client.pem').split(
      /(?<=END CERTIFICATE-----\n)/,
    )
    const [ca = '', ...others] = textOf(files, 'clients/alice/pem/ca.pem').split(
      /(?<=END CERTIFICATE-----\n)/,
    )
    expect([more, others]).toEqual([[], []])
    expect(new X509Certificate(own).subject).toContain('CN=alice')
    expect(new X509Certificate(own).checkIssued(new X509Certificate(issuer))).toBe(true)
    expect(new X509Certificate(ca).raw.equals(materials.servers.root.certificate.der)).toBe(true)
    expect(new X509Certificate(ca).raw.equals(materials.clients.root.certificate.der)).toBe(false)
  })

  test('go without the key that a device keeps', () => {
    const given = testMaterials()
    const materials = testMaterials({
      certificate: (id) => {
        const { privateKey, ...rest } = given.certificate(id)
        return privateKey === undefined ? rest : rest
      },
    })
    const authentication = {
      kind: 'certificate',
      profile: { ...fixtures.device, csr: true },
      uris: [],
    } as const
    const formats = ['pem', 'mosquitto', 'mqttx', 'c-header', 'python', 'nodejs'] as const
    const users = [user('alice', { authentication, bundles: formats.map((format) => bundle(format)) })]
    const files = builtFiles(topology(users), materials)
    expect([...files.values()].some(({ content }) => String(content).includes('PRIVATE KEY'))).toBe(false)
    expect(textOf(files, 'clients/alice/pem/README.txt')).toContain('The device keeps its private key.')
  })

  test('are secret files wherever a secret stands', () => {
    const formats = ['pem', 'mosquitto', 'c-header', 'nodejs', 'template'] as const
    const named = { template: fixtures.templateBundle({ x: '{{json password}}{{json psk}}{{json key}}' }) }
    const bundles = formats.map((format) => (format === 'template' ? named.template : bundle(format)))
    const users = [
      user('cert', {
        bundles: [
          ...bundles,
          bundle('mqttx'),
          bundle('otrc', { qr: 'svg' }),
          bundle('pkcs12'),
          bundle('python'),
        ],
      }),
      user('pw', {
        authentication: fixtures.password,
        bundles: [...bundles, bundle('mqttx'), bundle('otrc', { qr: 'svg' }), bundle('python')],
      }),
      user('psk', { authentication: fixtures.psk, bundles }),
    ]
    const materials = testMaterials()
    const hex = (text: string) => (text.match(/../g) ?? []).map((byte) => `0x${byte}`).join(', ')
    const secrets = [
      'PRIVATE KEY',
      'password of pw',
      'password of pkcs12',
      'password of otrc',
      materials.psk('psk'),
      hex(materials.psk('psk')),
    ]
    for (const { path, content, secret } of builtFiles(topology(users), materials).values()) {
      const leaks = secrets.some((text) => String(content).includes(text))
      if (leaks) expect([path, secret]).toEqual([path, true])
    }
  })
})
