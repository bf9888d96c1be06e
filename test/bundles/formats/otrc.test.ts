import { describe, expect, test } from 'vitest'
import { configurationLink, QR_MAX_BYTES } from '../../../src/bundles/formats/otrc.ts'
import type { Grant, User } from '../../../src/topology/user.ts'
import { allow, builtFiles, bundle, password, textOf, topology, user } from '../fixtures.ts'

const built = (changes: Partial<User>, qr = {}) =>
  builtFiles(topology([user('alice', { bundles: [bundle('otrc', qr)], ...changes })]))
const configurationOf = (changes: Partial<User>) =>
  JSON.parse(textOf(built(changes), 'clients/alice/otrc/alice.otrc'))

describe('the configuration', () => {
  test('of a password user', () => {
    expect(configurationOf({ authentication: password })).toEqual({
      ...{ _type: 'configuration', mode: 0, host: 'localhost', port: 8886, tls: true, ws: false, auth: true },
      ...{
        username: 'alice',
        password: 'password of alice',
        deviceId: 'phone',
        clientId: 'alice-phone',
        tid: 'ce',
      },
      ...{ pubTopicBase: 'owntracks/alice/phone', pubQos: 0, pubRetain: true, mqttProtocolLevel: 4 },
      ...{ sub: true, subTopic: 'press/alice/cmd/#', subQos: 0 },
    })
  })

  test("of a certificate user names the file that iOS imports, and both apps' passphrase", () => {
    const files = built({})
    const { clientpkcs, passphrase, tlsClientCrtPassword, auth, username } = configurationOf({})
    expect(files.has(`clients/alice/otrc/${clientpkcs}`)).toBe(true)
    expect([passphrase, tlsClientCrtPassword]).toEqual(['password of otrc', 'password of otrc'])
    expect([auth, username]).toEqual([false, 'alice'])
  })

  test('over websockets', () => {
    expect(configurationOf({ authentication: password, listener: 'ws' })).toMatchObject({
      ws: true,
      tls: false,
      port: 8080,
    })
  })

  test.each([
    [['owntracks/${username}/+'], 'owntracks/alice/phone'],
    [['owntracks/${username}/#'], 'owntracks/alice/phone'],
    [['#'], 'owntracks/alice/phone'],
    [['owntracks/family/+/#'], 'owntracks/family/phone'],
    [['a', 'owntracks/van', 'owntracks/car'], 'owntracks/van'],
    [['plant/press/start', 'owntracksy'], 'owntracks/alice/phone'],
  ])('with the grants %j publishes below %s', (filters, base) => {
    const grants = filters.map((filter) => allow('publish', filter))
    expect(configurationOf({ grants }).pubTopicBase).toBe(base)
  })

  test('leaves out filters with white space, which would be two', () => {
    const grants = [
      allow('subscribe', 'a b/#'),
      allow('subscribe', 'c/+'),
      allow('subscribe', 'd', { qos: 1 }),
    ]
    expect(configurationOf({ grants })).toMatchObject({ sub: true, subTopic: 'c/+ d', subQos: 1 })
    expect(configurationOf({ grants: [allow('subscribe', 'a b')] })).toMatchObject({
      sub: false,
      subTopic: '',
    })
  })
})

describe('the QR code', () => {
  const many = (count: number): Grant[] =>
    Array.from({ length: count }, (_, i) => allow('subscribe', `some/long/topic/${i}`))

  test('is a picture of a link that holds the whole configuration', () => {
    const files = built({ authentication: password }, { qr: 'svg' })
    expect(textOf(files, 'clients/alice/otrc/alice.svg')).toMatch(
      /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/,
    )
    const configuration = configurationOf({ authentication: password })
    const link = new URL(configurationLink(configuration))
    expect([link.protocol, link.pathname]).toEqual(['owntracks:', '/config'])
    expect(JSON.parse(Buffer.from(link.searchParams.get('inline') ?? '', 'base64').toString())).toEqual(
      configuration,
    )
  })

  test('is only there when wanted', () => {
    expect(built({ authentication: password }).has('clients/alice/otrc/alice.svg')).toBe(false)
  })

  test('gives way to a note where the configuration is too large', () => {
    const files = built({ authentication: password, grants: many(200) }, { qr: 'svg' })
    expect(files.has('clients/alice/otrc/alice.svg')).toBe(false)
    expect(textOf(files, 'clients/alice/otrc/alice.qr.txt')).toContain(`a QR code holds ${QR_MAX_BYTES}`)
  })

  test('is drawn up to its very limit', () => {
    const sizes = Array.from({ length: 120 }, (_, i) => i)
    const drawn = sizes.map((count) =>
      built({ authentication: password, grants: many(count) }, { qr: 'svg' }).has(
        'clients/alice/otrc/alice.svg',
      ),
    )
    expect(drawn.indexOf(false)).toBeGreaterThan(50)
    expect(drawn.lastIndexOf(true)).toBe(drawn.indexOf(false) - 1)
  })
})
