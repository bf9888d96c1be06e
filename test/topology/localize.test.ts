import { describe, expect, test } from 'vitest'
import { wantedCertificates } from '../../src/pki/issuance/wanted-certificates.ts'
import { LOCAL_HOST, type LocalWorld, localize, type Place, placeKey } from '../../src/topology/localize.ts'
import type { Topology } from '../../src/topology/topology.ts'
import { resolveYaml } from './resolve-yaml.ts'

const SPEC = `
mqttopia: 1
name: plant
brokers:
  core:
    host: mqtt.plant.example
    altNames: { dnsNames: [mqtt], ipAddresses: [10.0.0.5] }
    access: dynamic-security
    install: { user: root }
    listeners:
      mqtts: { port: 443, bind: 10.0.0.5, tls: { profile: server }, auth: [certificate] }
      local: { transport: unix, path: /run/mosquitto/mqtt.sock, auth: [password] }
  line1:
    host: line1.plant.example
    engine: { version: "2.1" }
    listeners:
      mqtt: { port: 443, proxyProtocol: 2, auth: [password, anonymous] }
bridges:
  line1-core:
    { from: line1, to: core, listener: mqtts, addresses: [10.0.0.6], routes: [{ out: "a/#", remote: "b/#" }] }
users:
  ann: { at: core, auth: { password: { env: ANN } }, bundles: [p12] }
  gus: { at: line1, auth: { password: { file: gus.txt } }, publish: [a/b] }
  eve: { at: core, auth: { certificate: client }, bundles: [p12] }
bundles:
  p12: { format: pkcs12, password: { env: P12 } }
`

const PLACES = new Map<string, Place>([
  [placeKey('core', 'mqtts'), { port: 4443 }],
  [placeKey('core', 'local'), { socketPath: '/tmp/up/0.sock' }],
  [placeKey('line1', 'mqtt'), { port: 4444 }],
])

function local(world: Partial<LocalWorld> = {}): { readonly before: Topology; readonly after: Topology } {
  const before = resolveYaml(SPEC).topology
  return { before, after: localize(before, { places: PLACES, hasSecret: () => true, ...world }) }
}

function named<T extends { readonly name: string }>(list: readonly T[], name: string): T {
  const found = list.find((one) => one.name === name)
  if (found === undefined) throw new Error(`there is no ${name}`)
  return found
}

describe('a topology on one machine', () => {
  test('has every listener on loopback, where it was told to be', () => {
    const { after } = local()
    const places = after.brokers.flatMap(({ host, listeners }) =>
      listeners.map(({ name, bind, port, socketPath }) => ({ host, name, bind, port, socketPath })),
    )
    expect(places).toEqual([
      { host: LOCAL_HOST, name: 'local', bind: undefined, port: undefined, socketPath: '/tmp/up/0.sock' },
      { host: LOCAL_HOST, name: 'mqtts', bind: LOCAL_HOST, port: 4443, socketPath: undefined },
      { host: LOCAL_HOST, name: 'mqtt', bind: LOCAL_HOST, port: 4444, socketPath: undefined },
    ])
  })

  test('wants certificates that are right for the real names and for loopback', () => {
    const server = wantedCertificates(local().after).find(({ kind }) => kind === 'server')
    expect(server?.dnsNames).toEqual(['localhost', 'mqtt', 'mqtt.plant.example'])
    expect(server?.ipAddresses).toEqual(['10.0.0.5', '10.0.0.6', LOCAL_HOST])
  })

  test('has bridges that dial the far listener where it is now, and nowhere else', () => {
    const { after } = local()
    const bridge = named(after.bridges, 'line1-core')
    expect(bridge.addresses).toEqual([{ host: LOCAL_HOST, port: 4443 }])
    expect(bridge.to).toBe(named(after.brokers, 'core'))
    expect(bridge.from).toBe(named(after.brokers, 'line1'))
    expect(bridge.to.listeners).toContain(bridge.listener)
    expect(after.users).toContain(bridge.user)
  })

  test('has users at its own brokers, with the rights that they had', () => {
    const { before, after } = local()
    for (const user of after.users) {
      for (const broker of user.at) expect(after.brokers).toContain(broker)
      expect(user.grants).toBe(named(before.users, user.name).grants)
    }
    expect(after.users.map(({ name }) => name)).toEqual(before.users.map(({ name }) => name))
  })

  test('leaves out what belongs to the machine of a broker', () => {
    const { after } = local()
    expect(named(after.brokers, 'core')).toMatchObject({
      access: 'acl-file',
      install: { user: 'mosquitto' },
    })
    expect(named(after.brokers, 'line1').listeners[0]).not.toHaveProperty('proxyProtocol')
  })

  test('generates the secrets that are missing, and takes the others', () => {
    const { after } = local({ hasSecret: (secret) => secret.from !== 'env' })
    expect(named(after.users, 'ann').authentication).toMatchObject({ secret: { from: 'generate' } })
    expect(named(after.users, 'gus').authentication).toMatchObject({ secret: { from: 'file' } })
    const p12 = named(after.bundles, 'p12')
    expect(p12.password).toMatchObject({ from: 'generate' })
    for (const name of ['ann', 'eve']) expect(named(after.users, name).bundles).toEqual([p12])
    expect(named(after.users, 'eve').bundles[0]).toBe(p12)
  })

  test('is frozen, and leaves the one it came from as it was', () => {
    const { before, after } = local()
    expect(before).toEqual(resolveYaml(SPEC).topology)
    expect(Object.isFrozen(after.brokers[0]?.listeners[0])).toBe(true)
  })

  test('cannot be made without a place for every listener', () => {
    expect(() => local({ places: new Map() })).toThrow('core/local has no place')
  })
})

test('an authority elsewhere that is to sign something is made here; one that is only trusted stays', () => {
  const spec = `
mqttopia: 1
name: plant
pki:
  authorities:
    corp: { external: true, certificate: { file: corp.pem } }
    guests: { external: true, certificate: { file: guests.pem } }
    clients: { issuer: corp }
  profiles: { server: { issuer: corp } }
brokers:
  core:
    host: mqtt.plant.example
    listeners:
      mqtts: { port: 443, tls: { profile: server, trust: [clients, guests] }, auth: [certificate] }
users:
  eve: { at: core, auth: { certificate: client } }
`
  const { topology } = resolveYaml(spec, { files: { 'corp.pem': 'CORP', 'guests.pem': 'GUESTS' } })
  const places = new Map<string, Place>([[placeKey('core', 'mqtts'), { port: 4443 }]])
  const after = localize(topology, { places, hasSecret: () => true })
  const sources = after.authorities.map(({ name, source, certificatePem }) => [name, source, certificatePem])
  expect(sources).toEqual(
    expect.arrayContaining([
      ['corp', 'generated', undefined],
      ['clients', 'generated', undefined],
      ['guests', 'external', 'GUESTS'],
    ]),
  )
  const tls = after.brokers[0]?.listeners[0]?.tls
  const [eve, corp] = [named(after.users, 'eve'), named(after.authorities, 'corp')]
  expect(tls).toMatchObject({ profile: { issuer: corp } })
  expect(tls?.kind === 'certificate' && tls.trust.every((each) => after.authorities.includes(each))).toBe(
    true,
  )
  expect(eve.authentication).toMatchObject({ profile: { issuer: { name: 'clients', issuer: corp } } })
  const wanted = wantedCertificates(after).map(({ id, issuer }) => `${id} by ${issuer ?? 'itself'}`)
  expect(wanted).toEqual([
    'authority/corp by itself',
    'authority/clients by authority/corp',
    'broker/core/server by authority/corp',
    'user/eve by authority/clients',
  ])
})

test('the key that a device keeps is made here, for a request that is not', () => {
  const spec = `
mqttopia: 1
name: plant
pki:
  profiles: { sensor: { issuer: clients, csr: true } }
brokers:
  core: { listeners: { mqtts: { port: 443, tls: { clientAuth: required }, auth: [certificate] } } }
users:
  eve: { at: core, auth: { certificate: sensor } }
  ida: { at: core, auth: { certificate: sensor, csr: { file: ida.csr } } }
`
  const { topology } = resolveYaml(spec)
  const places = new Map<string, Place>([[placeKey('core', 'mqtts'), { port: 4443 }]])
  const keptElsewhere = (each: Topology) =>
    wantedCertificates(each).flatMap(({ id, csr }) => (csr === true ? [id] : []))
  const after = localize(topology, { places, hasSecret: () => true })
  expect(keptElsewhere(topology)).toEqual(['user/eve', 'user/ida'])
  expect(keptElsewhere(after)).toEqual([])
  expect(named(after.users, 'ida').authentication).not.toHaveProperty('csrFile')
})
