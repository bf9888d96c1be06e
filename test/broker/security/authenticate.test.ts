import { createHash, pbkdf2Sync } from 'node:crypto'
import { afterAll, describe, expect, test } from 'vitest'
import type { Connect, ProtocolVersion } from '../../../src/broker/packet/packet.ts'
import { Authenticator, type LoginRequest } from '../../../src/broker/security/authenticate.ts'
import { LoginRate } from '../../../src/broker/security/login-rate.ts'
import { listenerOf, securityOf, tlsOf } from './listener-of.ts'

const salt = Buffer.alloc(12, 7)
const sha512 = (password: string) =>
  `$6$${salt.toString('base64')}$${createHash('sha512').update(password).update(salt).digest('base64')}`
const pbkdf2 = (password: string) =>
  `$7$3$${salt.toString('base64')}$${pbkdf2Sync(password, salt, 3, 64, 'sha512').toString('base64')}`

const passwords = new Map([
  ['ada', sha512('right')],
  ['bob', pbkdf2('right')],
  ['eve', pbkdf2('')],
])

const authenticator = new Authenticator(() => 0)
afterAll(() => authenticator.close())

function connect(set: Omit<Partial<Connect>, 'password'> & { readonly password?: string } = {}): Connect {
  const { password, ...rest } = set
  return {
    type: 'connect',
    version: 5,
    isBridge: false,
    cleanStart: true,
    keepAliveSeconds: 60,
    clientId: 'c1',
    ...(password !== undefined && { password: Buffer.from(password) }),
    ...rest,
  }
}

function request(set: Partial<LoginRequest> = {}): LoginRequest {
  return {
    connect: connect(),
    listener: listenerOf(),
    security: securityOf(),
    peer: {},
    remoteAddress: '192.0.2.1',
    ...set,
  }
}

/** `c1 as ada`, `c1 as nobody`, or the reason code. */
async function outcome(set: Partial<LoginRequest>, by = authenticator): Promise<string | number> {
  const verdict = await by.authenticate(request(set))
  return verdict.admitted ? `${verdict.clientId} as ${verdict.username ?? 'nobody'}` : verdict.reasonCode
}

const withFile = securityOf({ passwords })
const openWithFile = securityOf({ passwords, allowAnonymous: true })
const open = securityOf({ allowAnonymous: true })
const closed = securityOf()

describe('without a certificate or a PSK as username', () => {
  test.each([
    // security, username, password, outcome
    ['nobody may be anonymous', closed, undefined, undefined, 0x87],
    ['anybody may be anonymous', open, undefined, undefined, 'c1 as nobody'],
    ['an empty username counts as none', open, '', undefined, 'c1 as nobody'],
    ['an empty username counts as none', closed, '', undefined, 0x87],
    ['without a password file any name is believed', open, 'mallory', 'x', 'c1 as mallory'],
    ['without a password file no name helps', closed, 'ada', 'right', 0x87],
    ['the right password', withFile, 'ada', 'right', 'c1 as ada'],
    ['the right password, stretched', withFile, 'bob', 'right', 'c1 as bob'],
    ['a wrong password', withFile, 'ada', 'wrong', 0x87],
    ['a wrong password, stretched', withFile, 'bob', 'wrong', 0x87],
    ['no password', withFile, 'ada', undefined, 0x87],
    ['an empty password counts as none, even for its own hash', withFile, 'eve', '', 0x87],
    ['passwords end at the first NUL', withFile, 'ada', 'right\0x', 'c1 as ada'],
    ['passwords end at the first NUL', withFile, 'bob', 'right\0x', 'c1 as bob'],
    ['passwords are compared whole', withFile, 'ada', 'rightx', 0x87],
    ['an unknown name is refused even where anonymous clients are not', openWithFile, 'mallory', 'x', 0x87],
    ['a wrong password is refused even where anonymous clients are not', openWithFile, 'ada', 'x', 0x87],
    ['a password without a name is nothing', openWithFile, undefined, 'right', 'c1 as nobody'],
    ['a password without a name is nothing', withFile, undefined, 'right', 0x87],
    ['names of object properties are no users', withFile, '__proto__', 'x', 0x87],
  ])('%s', async (_, security, username, password, expected) => {
    const set = { ...(username !== undefined && { username }), ...(password !== undefined && { password }) }
    expect(await outcome({ security, connect: connect(set) })).toBe(expected)
  })

  test.each<[ProtocolVersion, number]>([
    [3, 5],
    [4, 5],
    [5, 0x87],
  ])('version %d gets the code %d of its own', async (version, code) => {
    for (const password of ['wrong', undefined]) {
      const set = { version, username: 'ada', ...(password !== undefined && { password }) }
      expect(await outcome({ security: withFile, connect: connect(set) })).toBe(code)
    }
  })

  test('what the listener says about anonymous clients wins', async () => {
    expect(await outcome({ security: open, listener: listenerOf({ allowAnonymous: false }) })).toBe(0x87)
    expect(await outcome({ security: closed, listener: listenerOf({ allowAnonymous: true }) })).toBe(
      'c1 as nobody',
    )
  })

  test('nothing is awaited where nothing must be stretched', () => {
    const set = { username: 'ada', password: 'right' }
    expect(
      authenticator.authenticate(request({ security: withFile, connect: connect(set) })),
    ).not.toBeInstanceOf(Promise)
    expect(authenticator.authenticate(request({ security: open }))).not.toBeInstanceOf(Promise)
  })

  test('a reconnection is not stretched again, until the entry changes', async () => {
    const login = (encoded: string, password: string) =>
      authenticator.authenticate(
        request({
          security: securityOf({ passwords: new Map([['zoe', encoded]]) }),
          connect: connect({ username: 'zoe', password }),
        }),
      )
    const [old, renewed] = [pbkdf2('one'), pbkdf2('two')]
    expect(login(old, 'one')).toBeInstanceOf(Promise)
    expect(await login(old, 'one')).toMatchObject({ admitted: true, username: 'zoe', passwordHash: old })
    expect(login(old, 'one')).toMatchObject({ admitted: true, passwordHash: old })
    expect(await login(renewed, 'one')).toMatchObject({ admitted: false })
    expect(await login(old, 'two')).toMatchObject({ admitted: false })
  })
})

describe('with a certificate or a PSK as username', () => {
  const byName = listenerOf({ tls: tlsOf('common-name') })
  const bySubject = listenerOf({ tls: tlsOf('subject') })
  const byPsk = listenerOf({ psk: { hint: 'h', identityAsUsername: true } })
  const peer = { commonName: 'press 7', subject: 'CN=press 7,O=plant', pskIdentity: 'sensor' }

  test.each([
    ['the CN', byName, peer, 'c1 as press 7'],
    ['the subject', bySubject, peer, 'c1 as CN=press 7,O=plant'],
    ['the identity', byPsk, peer, 'c1 as sensor'],
    ['no certificate', byName, {}, 0x86],
    ['no CN', byName, { subject: 'O=plant' }, 0x86],
    ['no certificate for the subject', bySubject, {}, 0x86],
    ['no identity', byPsk, {}, 0x86],
    ['an empty CN', byName, { commonName: '' }, 0x86],
    ['a CN with a NUL', byName, { commonName: 'root\0.example' }, 0x86],
    ['a CN with a line break', byName, { commonName: 'a\nb' }, 0x86],
    ['a CN that is no UTF-16', byName, { commonName: '\ud800' }, 0x86],
  ])('%s', async (_, listener, of, expected) => {
    // Name, password, password file and anonymous rules of all kinds change nothing.
    for (const security of [closed, open, withFile, openWithFile])
      for (const set of [{}, { username: 'ada', password: 'right' }, { username: 'ada', password: 'wrong' }])
        expect(await outcome({ listener, peer: of, security, connect: connect(set) })).toBe(expected)
  })

  test.each<[ProtocolVersion, number]>([
    [3, 4],
    [4, 4],
    [5, 0x86],
  ])('version %d gets the code %d of its own', async (version, code) => {
    expect(await outcome({ listener: byName, connect: connect({ version }) })).toBe(code)
  })

  test('a certificate that is not the username identifies nobody', async () => {
    const listener = listenerOf({ tls: tlsOf('connect') })
    expect(await outcome({ listener, peer })).toBe(0x87)
    expect(await outcome({ listener, peer, security: open })).toBe('c1 as nobody')
    const set = { username: 'ada', password: 'right' }
    expect(await outcome({ listener, peer, security: withFile, connect: connect(set) })).toBe('c1 as ada')
  })

  test('nor does a PSK that is not', async () => {
    const listener = listenerOf({ psk: { hint: 'h', identityAsUsername: false } })
    expect(await outcome({ listener, peer })).toBe(0x87)
    expect(await outcome({ listener, peer, security: open })).toBe('c1 as nobody')
  })
})

describe('client identifiers', () => {
  const byUsername = listenerOf({ useUsernameAsClientId: true })
  test.each([
    ['a username', { username: 'ada', password: 'right' }, withFile, byUsername, 'ada as ada'],
    ['a username of any kind', { username: 'mallory' }, open, byUsername, 'mallory as mallory'],
    ['no username', {}, open, byUsername, 0x87],
    ['an empty username', { username: '' }, open, byUsername, 0x87],
    ['a username, before its password is looked at', { version: 4, username: '' }, open, byUsername, 5],
  ] as const)('use_username_as_clientid with %s', async (_, set, security, listener, expected) => {
    expect(await outcome({ security, listener, connect: connect(set) })).toBe(expected)
  })

  test('use_username_as_clientid takes the name of a certificate', async () => {
    const listener = listenerOf({ tls: tlsOf('common-name'), useUsernameAsClientId: true })
    expect(await outcome({ listener, peer: { commonName: 'press' } })).toBe('press as press')
  })

  test.each<[ProtocolVersion, boolean, boolean, number | undefined]>([
    // version, clean start, allow_zero_length_clientid, code
    [3, true, true, 2],
    [3, false, true, 2],
    [4, true, true, undefined],
    [4, false, true, 2],
    [4, true, false, 2],
    [5, true, true, undefined],
    [5, false, true, undefined],
    [5, true, false, 0x80],
  ])(
    'an empty one in version %d, clean start %s, allowed %s: %s',
    async (version, cleanStart, allowed, code) => {
      const security = securityOf({ allowAnonymous: true, allowZeroLengthClientId: allowed })
      const verdict = await authenticator.authenticate(
        request({ security, connect: connect({ version, cleanStart, clientId: '' }) }),
      )
      if (code !== undefined) expect(verdict).toMatchObject({ admitted: false, reasonCode: code })
      else
        expect(verdict).toMatchObject({
          admitted: true,
          isAssigned: true,
          clientId: expect.stringMatching(/^auto-[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/),
        })
    },
  )

  test('an assigned one is made up anew each time, with the prefix of the listener', async () => {
    const set = {
      security: open,
      listener: listenerOf({ autoIdPrefix: 'p' }),
      connect: connect({ clientId: '' }),
    }
    const [one, two] = [await outcome(set), await outcome(set)]
    expect(one).toMatch(/^p[0-9A-F]{8}-/)
    expect(one).not.toBe(two)
  })

  test('clientid_prefixes is asked first of all, for assigned ones too', async () => {
    const security = securityOf({ allowAnonymous: true, clientIdPrefixes: 'dev-' })
    const ids: [string, ProtocolVersion, string | number][] = [
      ['dev-1', 5, 'dev-1 as nobody'],
      ['c1', 5, 0x87],
      ['c1', 4, 5],
      ['', 5, 0x87],
    ]
    for (const [clientId, version, expected] of ids)
      expect(await outcome({ security, connect: connect({ clientId, version }) })).toBe(expected)
    const byName = listenerOf({ tls: tlsOf('common-name') })
    expect(await outcome({ security, listener: byName })).toBe(0x87)
  })
})

test('enhanced authentication is refused, for certificates too', async () => {
  const set = connect({ properties: { authenticationMethod: 'SCRAM-SHA-256' } })
  expect(await outcome({ security: open, connect: set })).toBe(0x8c)
  const byName = listenerOf({ tls: tlsOf('common-name') })
  expect(await outcome({ listener: byName, peer: { commonName: 'a' }, connect: set })).toBe(0x8c)
})

describe('too many wrong passwords', () => {
  const limits = { failuresPerUser: 3, failuresPerAddress: 100, windowSeconds: 60 }

  test.each<[string, ProtocolVersion, number, number]>([
    ['ada', 5, 0x87, 0x9f],
    ['bob', 5, 0x87, 0x9f],
    ['bob', 4, 5, 3],
  ])('are refused without a look, %s in version %d', async (username, version, wrong, throttled) => {
    let now = 0
    const by = new Authenticator(() => now, new LoginRate(limits))
    const login = (password: string, remoteAddress = '192.0.2.1') =>
      outcome({ security: withFile, remoteAddress, connect: connect({ version, username, password }) }, by)
    for (let i = 0; i < 3; i++) expect(await login('wrong')).toBe(wrong)
    expect(await login('wrong')).toBe(throttled)
    expect(await login('right')).toBe(throttled)
    expect(await login('right', '192.0.2.2')).toBe(`c1 as ${username}`)
    expect(await login('right'), 'a password that was right before is known').toBe(`c1 as ${username}`)
    expect(await login('other')).toBe(throttled)
    now = 60_000
    expect(await login('other')).toBe(wrong)
    await by.close()
  })

  test('a burst that arrives at once is cut off as well', async () => {
    const by = new Authenticator(() => 0, new LoginRate(limits))
    const codes = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        outcome({ security: withFile, connect: connect({ username: 'bob', password: `wrong ${i}` }) }, by),
      ),
    )
    expect(codes.filter((code) => code === 0x87).length).toBeLessThan(10)
    expect(codes.filter((code) => code === 0x9f).length).toBeGreaterThan(40)
  })
})
