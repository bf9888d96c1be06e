import { once } from 'node:events'
import { chmodSync } from 'node:fs'
import { connect as connectTcp } from 'node:net'
import { join } from 'node:path'
import type { TLSSocket } from 'node:tls'
import { expect, test } from 'vitest'
import { day, type Leaf } from '../../../support/pki-fixtures.ts'
import { openTestListener } from '../open-test-listener.ts'
import {
  authorityPem,
  chainPem,
  crlPem,
  keyPem,
  otherPki,
  pki,
  TlsFolder,
  tlsClient,
} from '../tls-fixtures.ts'

const expired = { durationSeconds: -day, renewBeforeSeconds: 0 }

test('bytes go both ways over TLS 1.3, and nobody is asked for a certificate', async () => {
  const tls = new TlsFolder().config()
  const { port, accepted } = await openTestListener({ tls })
  const socket = tlsClient(port)
  const [log] = await Promise.all([accepted.next(0), once(socket, 'secureConnect')])
  expect(socket.getProtocol()).toBe('TLSv1.3')
  expect(log.transport.peer).toEqual({})
  socket.write('hello')
  await log.until(({ received }) => received.toString() === 'hello')
  log.transport.write([Buffer.from('a'), Buffer.alloc(50_000, 'b')])
  log.transport.end()
  let text = ''
  for await (const chunk of socket) text += chunk
  expect(text).toBe(`a${'b'.repeat(50_000)}`)
  await log.until(({ closed }) => closed !== undefined)
  expect(log.closed).toEqual({ error: undefined })
})

test.each([
  ['common-name', { commonName: 'press-1' }],
  ['subject', { subject: 'CN=press-1,O=Plant' }],
  ['connect', {}],
] as const)('a client certificate identifies by %s', async (username, identity) => {
  const tls = new TlsFolder().config({ requireCertificate: true, username })
  const { port, accepted } = await openTestListener({ tls })
  tlsClient(port, pki.issueClient())
  expect((await accepted.next(0)).transport.peer).toEqual(identity)
})

const strangers: readonly [string, () => Leaf | undefined, string][] = [
  ['without a certificate', () => undefined, 'peer did not return a certificate'],
  [
    'with a certificate of somebody else',
    () => otherPki.issueClient(),
    'no trusted authority has issued its certificate',
  ],
  ['with the certificate of a server', () => pki.issueServer(), 'its certificate is for another purpose'],
]

test.each(strangers)('a client %s is refused, with one reason', async (_, leaf, reason) => {
  const tls = new TlsFolder().config({ requireCertificate: true })
  const { port, accepted, failure, failures } = await openTestListener({ tls })
  const socket = tlsClient(port, leaf())
  expect(await failure()).toBe(reason)
  await new Promise((resolve) => socket.once('close', resolve))
  expect(accepted.logs).toEqual([])
  expect(failures).toHaveLength(1)
})

test('without a file of authorities nobody is trusted, not even those that the web trusts', async () => {
  const { caFile: _, ...tls } = new TlsFolder().config({ requireCertificate: true })
  const { port, failure } = await openTestListener({ tls })
  tlsClient(port, pki.issueClient())
  expect(await failure()).toBe('no trusted authority has issued its certificate')
})

test('without client certificates sessions are resumed, until a reload makes tickets void', async () => {
  const { port, listener, config } = await openTestListener({ tls: new TlsFolder().config() })
  const session = await ticketOf(tlsClient(port))
  const isResumed = async () => {
    const socket = tlsClient(port, undefined, { session })
    await once(socket, 'secureConnect')
    return socket.isSessionReused()
  }
  expect(await isResumed()).toBe(true)
  listener.prepare(config)()
  expect(await isResumed()).toBe(false)
})

test('a handshake that is garbage, or that breaks off, is one reason and no more', async () => {
  const tls = new TlsFolder().config()
  const { port, failure, failures } = await openTestListener({ tls })
  const garbage = connectTcp(port, '127.0.0.1')
  garbage.on('error', () => {})
  garbage.write('GET / HTTP/1.1\r\n\r\n')
  expect(await failure(0)).toBe('http request')
  const silent = connectTcp(port, '127.0.0.1')
  await once(silent, 'connect')
  silent.resetAndDestroy()
  expect(await failure(1)).toBe('the peer reset the connection')
  expect(failures).toHaveLength(2)
})

test('a handshake that goes nowhere takes a place, and gives it back when it is over', async () => {
  const tls = new TlsFolder().config()
  let room = 1
  const enter = () => room > 0 && room-- > 0
  const { port, accepted, failure } = await openTestListener({ tls }, { enter, leave: () => room++ })
  const silent = connectTcp(port, '127.0.0.1')
  await once(silent, 'connect')
  const second = connectTcp(port, '127.0.0.1').on('error', () => {})
  await once(second, 'close')
  expect([room, accepted.logs.length]).toEqual([0, 0])
  silent.resetAndDestroy()
  await failure(0)
  const third = tlsClient(port)
  const [log] = await Promise.all([accepted.next(0), once(third, 'secureConnect')])
  expect(room).toBe(0)
  third.destroy()
  await log.until(({ closed }) => closed !== undefined)
  while (room === 0) await new Promise((resolve) => setImmediate(resolve))
})

test('who leaves during the handshake is named by its address', async () => {
  const tls = new TlsFolder().config()
  const { port, failure, failed } = await openTestListener({ tls })
  const ports: (number | undefined)[] = []
  for (const end of ['end', 'resetAndDestroy'] as const) {
    const socket = connectTcp(port, '127.0.0.1')
    await once(socket, 'connect')
    ports.push(socket.localPort)
    socket[end]()
    await failure(ports.length - 1)
  }
  expect(failed).toEqual(ports.map((from) => ({ address: '127.0.0.1', port: from })))
})

test('a new certificate serves the handshakes after a reload, and a bad one changes nothing', async () => {
  const folder = new TlsFolder()
  const { port, listener, config } = await openTestListener({ tls: folder.config() })
  const fingerprint = async () => {
    const socket = tlsClient(port)
    await once(socket, 'secureConnect')
    return socket.getPeerX509Certificate()?.fingerprint256
  }
  const before = await fingerprint()
  const next = pki.issueServer()
  folder.write('server.crt', chainPem(next, pki.servers))
  expect(() => listener.prepare(config)).toThrow(/server.key: it is not the key of the certificate in/)
  expect(await fingerprint()).toBe(before)
  folder.write('server.key', keyPem(next))
  listener.prepare(config)()
  expect(await fingerprint()).not.toBe(before)
})

test('a key that may not be read any more stays in use, which is said, unless other options are to be taken up', async () => {
  const folder = new TlsFolder()
  const kept: string[] = []
  const { port, listener, config } = await openTestListener(
    { tls: folder.config() },
    { onKept: (reason) => kept.push(reason) },
  )
  chmodSync(folder.path, 0o755)
  const key = join(folder.path, 'server.key')
  chmodSync(key, 0o000)
  withoutRoot(() => {
    listener.prepare(config)()
    const tls = { ...folder.config(), requireCertificate: true }
    expect(() => listener.prepare({ ...config, tls })).toThrow('permission denied')
  })
  expect(kept).toEqual([`cannot read ${key}: permission denied`])
  await once(tlsClient(port), 'secureConnect')
})

/** As a broker that has become another account. */
function withoutRoot(work: () => void): void {
  const isRoot = process.getuid?.() === 0
  if (isRoot) process.seteuid?.(65_534)
  try {
    work()
  } finally {
    if (isRoot) process.seteuid?.(0)
  }
}

test.each([
  ['the list of its own issuer alone', () => crlPem(pki.clients, []), undefined],
  ['lists of the whole chain', () => crlPem(pki.clients, []) + crlPem(pki.root, []), undefined],
  [
    'a list that names it',
    (leaf: Leaf) => crlPem(pki.clients, [revoked(leaf)]),
    'its certificate is revoked',
  ],
  [
    'a list that names its issuer',
    () =>
      crlPem(pki.clients, []) +
      crlPem(pki.root, [{ serial: pki.clients.certificate.serial, revokedAt: new Date() }]),
    'the certificate of an authority above it is revoked',
  ],
  ['a list of another authority', () => crlPem(pki.root, []), 'its issuer has no revocation list'],
  [
    'a list that has expired',
    () => crlPem(pki.clients, [], { from: -2 * day, until: -day }),
    'the revocation list of its issuer has expired',
  ],
  [
    'a list that somebody else has signed in the name of its issuer',
    () => crlPem(otherPki.clients, []),
    'its issuer has no revocation list',
  ],
])('with %s, a client is let in or not', async (_, list, reason) => {
  const folder = new TlsFolder()
  const leaf = pki.issueClient()
  const crlFile = folder.write('ca.crl', list(leaf))
  const { port, accepted, failure } = await openTestListener({
    tls: folder.config({ requireCertificate: true, crlFile }),
  })
  tlsClient(port, leaf)
  if (reason === undefined) await accepted.next(0)
  else expect(await failure()).toBe(reason)
})

test('clients with a certificate show it at every connection', async () => {
  const { port } = await openTestListener({ tls: new TlsFolder().config({ requireCertificate: true }) })
  const leaf = pki.issueClient()
  for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
    const first = tlsClient(port, leaf, { maxVersion })
    const session = await ticketOf(first).catch(() => first.getSession())
    const again = tlsClient(port, leaf, { maxVersion, ...(session === undefined ? {} : { session }) })
    await once(again, 'secureConnect')
    expect(again.isSessionReused()).toBe(false)
  }
})

const undated: readonly [string, () => Leaf, string | undefined][] = [
  ['that has expired', () => pki.issueClient(expired), undefined],
  ['that is valid', () => pki.issueClient(), undefined],
  ['of a server that has expired', () => pki.issueServer(expired), 'its certificate is for another purpose'],
  [
    'of somebody else that has expired',
    () => otherPki.issueClient(expired),
    'no trusted authority has issued its certificate',
  ],
]

test.each(undated)('without checks of dates, a certificate %s is let in or not', async (_, issue, reason) => {
  const tls = new TlsFolder().config({ requireCertificate: true, checkDates: false })
  const { port, accepted, failure } = await openTestListener({ tls })
  tlsClient(port, issue())
  if (reason === undefined) await accepted.next(0)
  else expect(await failure()).toBe(reason)
})

test('without checks of dates, an expired certificate of whoever calls itself our authority is refused', async () => {
  const tls = new TlsFolder().config({ requireCertificate: true, checkDates: false })
  const { port, failure } = await openTestListener({ tls })
  const leaf = otherPki.issueClient(expired)
  tlsClient(port, leaf, {
    cert: chainPem(leaf, otherPki.clients) + authorityPem(otherPki.root),
    key: keyPem(leaf),
  })
  expect(await failure()).toBe('no trusted authority has issued its certificate')
})

test('without checks of dates, a revoked certificate that has expired too is refused', async () => {
  const folder = new TlsFolder()
  const leaf = pki.issueClient(expired)
  const crlFile = folder.write('ca.crl', crlPem(pki.clients, [revoked(leaf)]))
  const tls = folder.config({ requireCertificate: true, checkDates: false, crlFile })
  const { port, failure } = await openTestListener({ tls })
  tlsClient(port, leaf)
  expect(await failure()).toBe('its certificate is revoked')
})

test('with checks of dates, a certificate that has expired is refused', async () => {
  const tls = new TlsFolder().config({ requireCertificate: true })
  const { port, failure } = await openTestListener({ tls })
  tlsClient(port, pki.issueClient(expired))
  expect(await failure()).toBe('its certificate has expired')
})

test('a key opens a listener with a pre-shared key, and its identity is known', async () => {
  const key = Buffer.from('00112233445566778899aabbccddeeff', 'hex')
  const { port, accepted, failure } = await openTestListener(
    { psk: { hint: 'plant', identityAsUsername: true } },
    { pskKey: (identity) => (identity === 'press-1' ? key : undefined) },
  )
  const dial = (identity: string, psk: Buffer) =>
    tlsClient(port, undefined, {
      ciphers: 'PSK',
      maxVersion: 'TLSv1.2',
      pskCallback: () => ({ identity, psk }),
      checkServerIdentity: () => undefined,
    })
  dial('press-1', key)
  expect((await accepted.next(0)).transport.peer).toEqual({ pskIdentity: 'press-1' })
  dial('press-2', key)
  expect(await failure(0)).toBe('psk identity not found')
  dial('press-1', Buffer.alloc(16))
  expect(await failure(1)).toMatch(/^(decryption failed or bad record mac|cipher operation failed)$/)
  expect(accepted.logs).toHaveLength(1)
})

test.each([
  ['server.key', 'no key', /server.key: it holds no private key in PEM$/],
  ['server.crt', 'no certificate', /server.crt: it holds no certificate in PEM$/],
  ['ca.crt', '', /ca.crt: it holds no certificate in PEM$/],
  ['ca.crl', 'no list', /ca.crl: it holds no revocation list in PEM$/],
  ['ca.crl', '-----BEGIN X509 CRL-----\nMAA=\n-----END X509 CRL-----\n', /ca.crl: a value is missing/],
])('a listener whose %s is %j does not open', async (name, text, message) => {
  const folder = new TlsFolder()
  const crlFile = folder.write('ca.crl', crlPem(pki.clients, []))
  folder.write(name, text)
  const tls = folder.config({ requireCertificate: true, crlFile })
  await expect(openTestListener({ tls })).rejects.toThrow(message)
})

test('a listener with ciphers that OpenSSL does not know does not open', async () => {
  const tls = new TlsFolder().config({ ciphers: 'NONE-OF-THEM' })
  await expect(openTestListener({ tls })).rejects.toThrow('cannot set up TLS for 1883: no cipher match')
})

test.each([
  [{ ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256' }, 'TLSv1.2', 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'],
  [{ ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256' }, 'TLSv1.3', 'TLS_AES_256_GCM_SHA384'],
  [{ ciphersTls13: 'TLS_CHACHA20_POLY1305_SHA256' }, 'TLSv1.3', 'TLS_CHACHA20_POLY1305_SHA256'],
  [{ maxVersion: 'TLSv1.2' }, 'TLSv1.2', 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'],
] as const)('%j serves %s with %s', async (set, version, cipher) => {
  const { port } = await openTestListener({ tls: new TlsFolder().config(set) })
  const socket = tlsClient(port, undefined, { maxVersion: version })
  await once(socket, 'secureConnect')
  expect([socket.getProtocol(), socket.getCipher().standardName]).toEqual([version, cipher])
})

function revoked({ certificate }: Leaf) {
  return { serial: certificate.serial, revokedAt: new Date() }
}

async function ticketOf(socket: TLSSocket): Promise<Buffer> {
  socket.resume()
  const [session] = await once(socket, 'session', { signal: AbortSignal.timeout(1000) })
  return session
}
