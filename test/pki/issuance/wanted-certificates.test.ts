import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clientUri, wantedCertificates } from '../../../src/pki/issuance/wanted-certificates.ts'
import { wantedIds } from '../../../src/pki/issuance/wanted-ids.ts'
import { resolveYaml } from '../../topology/resolve-yaml.ts'

function wanted(text: string) {
  return new Map(wantedCertificates(resolveYaml(text).topology).map((request) => [request.id, request]))
}

const listener = (profile: string, port: number) =>
  `{ port: ${port}, tls: { profile: ${profile}, clientAuth: required, identity: commonName }, auth: [certificate] }`

const PLANT = `
name: plant
pki:
  organization: Plant Ltd
  authorities:
    clients: { issuer: clients-root }
    corp: { external: true, certificate: { file: corp.pem } }
  crl: { clients: { url: "http://pki.example/clients.crl" }, clients-root: { url: "http://pki.example/root.crl" } }
  profiles:
    public: { issuer: servers, usages: [server auth], duration: 90d, privateKey: { algorithm: RSA, size: 3072, rotationPolicy: always } }
    device: { issuer: clients, duration: 30d }
    tiny: { issuer: clients, csr: true }
brokers:
  core:
    host: mqtt.plant.example
    altNames: { dnsNames: [localhost], ipAddresses: [10.0.0.5] }
    listeners: { a: ${listener('server', 8883)}, b: ${listener('public', 8884)}, c: ${listener('server', 8885)}, d: { transport: unix, path: /run/m.sock, auth: [password] } }
  edge: { host: 192.0.2.7, listeners: { a: ${listener('server', 8883)} } }
bridges:
  up: { from: edge, to: core, listener: a, auth: { certificate: device }, routes: [{ out: "a/#", remote: "b/#" }] }
users:
  alice: { at: core, auth: { password: { generate: {} } }, publish: [a] }
  carol: { at: core, auth: { certificate: device, uris: ["urn:plant:carol"] }, publish: [a] }
  sensor: { at: core, auth: { certificate: tiny, csr: { file: sensor.csr } }, publish: [a] }
`

describe('wantedCertificates', () => {
  test('are those of generated authorities, of brokers by profile, and of users with one', () => {
    const ids = [...wanted(PLANT).keys()]
    expect(ids.slice(0, 4).toSorted()).toEqual([
      'authority/clients',
      'authority/clients-root',
      'authority/servers',
      'authority/servers-root',
    ])
    expect(ids.slice(4).toSorted()).toEqual([
      'broker/core/public',
      'broker/core/server',
      'broker/edge/server',
      'user/bridge-up',
      'user/carol',
      'user/sensor',
    ])
  })

  test('are known by their ids alone', () => {
    const { size, has } = wantedIds(resolveYaml(PLANT).topology)
    const ids = [...wanted(PLANT).keys()]
    expect(size).toBe(ids.length)
    expect(ids.filter(has)).toEqual(ids)
    expect(['user/alice', 'user/nobody', 'broker/edge/public', 'authority/corp'].filter(has)).toEqual([])
  })

  test('of an authority says what those below it are for', () => {
    const requests = wanted(PLANT)
    expect(requests.get('authority/clients')).toMatchObject({
      kind: 'intermediate',
      issuer: 'authority/clients-root',
      organization: 'Plant Ltd',
      usages: ['client auth'],
      pathLen: 0,
      crlUrls: ['http://pki.example/root.crl'],
    })
    expect(requests.get('authority/servers')?.usages).toEqual(['server auth'])
    const root = requests.get('authority/clients-root')
    expect(root).toMatchObject({ kind: 'root', durationSeconds: 20 * 365 * 86_400 })
    expect(root).not.toHaveProperty('issuer')
    expect(root).not.toHaveProperty('pathLen')
  })

  test('of a broker has every name and address, and follows its profile', () => {
    const requests = wanted(PLANT)
    expect(requests.get('broker/core/public')).toMatchObject({
      kind: 'server',
      issuer: 'authority/servers',
      commonName: 'mqtt.plant.example',
      dnsNames: ['localhost', 'mqtt.plant.example'],
      ipAddresses: ['10.0.0.5'],
      usages: ['server auth'],
      durationSeconds: 90 * 86_400,
      keyAlgorithm: 'rsa3072',
      rotate: 'always',
    })
    expect(requests.get('broker/edge/server')).toMatchObject({
      commonName: '192.0.2.7',
      dnsNames: [],
      ipAddresses: ['192.0.2.7'],
      rotate: 'never',
    })
  })

  test('of a client is under its username, with its URI and the given ones', () => {
    const requests = wanted(PLANT)
    expect(requests.get('user/carol')).toMatchObject({
      kind: 'client',
      commonName: 'carol',
      uris: ['urn:mqttopia:plant:client:carol', 'urn:plant:carol'],
      dnsNames: [],
      crlUrls: ['http://pki.example/clients.crl'],
      durationSeconds: 30 * 86_400,
    })
    expect(requests.get('user/carol')).not.toHaveProperty('csr')
    expect(requests.get('user/sensor')).toMatchObject({ csr: true })
    expect(requests.get('user/bridge-up')).toMatchObject({ kind: 'client', commonName: 'bridge-up' })
  })

  test('of a broker with a name too long for a CN takes another of its names', () => {
    const host = `${'a'.repeat(60)}.plant.example`
    const requests = wanted(`
name: plant
brokers: { core: { host: ${host}, altNames: { dnsNames: [short.example] }, listeners: { a: ${listener('server', 8883)} } } }
`)
    expect(requests.get('broker/core/server')).toMatchObject({ commonName: 'short.example' })
  })
})

test('a client URI is ASCII, and another one for every name', () => {
  expect(clientUri('plant', 'press 7/Ä')).toBe('urn:mqttopia:plant:client:press%207%2F%C3%84')
  expect(clientUri('plant', '\ud800')).toBe('urn:mqttopia:plant:client:%EF%BF%BD')
  const name = fc.string({ unit: 'grapheme' })
  fc.assert(
    fc.property(name, name, (a, b) => {
      expect(clientUri('plant', a)).toMatch(/^urn:mqttopia:plant:client:[\x21-\x7e]*$/)
      expect(clientUri('plant', a) === clientUri('plant', b)).toBe(a === b)
    }),
  )
})
