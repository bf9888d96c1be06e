import { createHash, pbkdf2Sync } from 'node:crypto'
import { argon2id } from 'hash-wasm'
import { afterAll, describe, expect, test } from 'vitest'
import { PasswordVerifier } from '../../../src/broker/security/password-verifier.ts'
import { SourceText } from '../../../src/diagnostics/source-text.ts'
import { readPasswordFile } from '../../../src/mosquitto-files/password/read-password-file.ts'
import { readFrom, workplace } from '../../support/pki-program.ts'
import { describeWithPeers } from '../../support/real-peer.ts'

const verifier = new PasswordVerifier()
afterAll(() => verifier.close())

const bytes = (text: string) => Buffer.from(text)
const sha512 = (password: string, salt: Buffer) =>
  `$6$${salt.toString('base64')}$${createHash('sha512').update(password).update(salt).digest('base64')}`
const pbkdf2 = (password: string, salt: Buffer, iterations: number) =>
  `$7$${iterations}$${salt.toString('base64')}$${pbkdf2Sync(password, salt, iterations, 64, 'sha512').toString('base64')}`

describe('kinds of hashes', () => {
  test.each([
    ['sha512, short salt', sha512('pässwörd', Buffer.alloc(12, 1))],
    ['sha512, long salt', sha512('pässwörd', Buffer.alloc(64, 2))],
    ['pbkdf2, short salt', pbkdf2('pässwörd', Buffer.alloc(12, 3), 101)],
    ['pbkdf2, long salt', pbkdf2('pässwörd', Buffer.alloc(64, 4), 1000)],
  ])('%s', async (_, encoded) => {
    expect(await verifier.verify(encoded, bytes('pässwörD'))).toBe('wrong')
    expect(await verifier.verify(encoded, bytes(''))).toBe('wrong')
    expect(await verifier.verify(encoded, bytes('pässwörd'))).toBe('right')
    expect(verifier.verify(encoded, bytes('pässwörd')), 'known from now on').toBe('right')
    expect(verifier.verify(encoded, bytes('pässwörd\0more')), 'up to the first NUL').toBe('right')
    expect(await verifier.verify(encoded, bytes('pässwörD'))).toBe('wrong')
  })

  /** From the tests of the Argon2 authors' own library. */
  test.each([
    '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4',
    '$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc',
  ])('%s', async (encoded) => {
    expect(await verifier.verify(encoded, bytes('Password'))).toBe('wrong')
    expect(await verifier.verify(encoded, bytes(''))).toBe('wrong')
    expect(await verifier.verify(encoded, bytes('password'))).toBe('right')
    expect(verifier.verify(encoded, bytes('password\0more'))).toBe('right')
  })

  test('argon2id with the parameters of mosquitto_passwd 2.1', async () => {
    const encoded = await argon2id({
      password: 'secret',
      salt: Buffer.alloc(64, 9),
      memorySize: 47_104,
      iterations: 1,
      parallelism: 1,
      hashLength: 64,
      outputType: 'encoded',
    })
    expect(await verifier.verify(encoded, bytes('secret'))).toBe('right')
    expect(await verifier.verify(encoded, bytes('Secret'))).toBe('wrong')
  })
})

test('a view of a buffer that changes while others are hashed is no matter', async () => {
  const buffer = Buffer.from('..secret..')
  const verdicts = Array.from({ length: 5 }, (_, i) =>
    verifier.verify(pbkdf2('secret', Buffer.alloc(12, 20 + i), 10), buffer.subarray(2, 8)),
  )
  buffer.fill(0)
  expect(await Promise.all(verdicts)).toEqual(Array(5).fill('right'))
})

test('nothing is hashed when it may not be, and that says nothing about the password', async () => {
  for (const encoded of [sha512('secret', Buffer.alloc(12)), pbkdf2('secret', Buffer.alloc(12, 5), 10)])
    expect(await verifier.verify(encoded, bytes('secret'), () => false)).toBe('unchecked')
})

test('the same password at the same time is hashed once', async () => {
  let hashed = 0
  const encoded = pbkdf2('secret', Buffer.alloc(12, 6), 10)
  const count = () => ++hashed > 0
  const verdicts = await Promise.all(
    Array.from({ length: 20 }, () => verifier.verify(encoded, bytes('secret'), count)),
  )
  expect(new Set(verdicts)).toEqual(new Set(['right']))
  expect(hashed).toBe(1)
})

describeWithPeers(['mosquitto_passwd'], 'hashes of mosquitto_passwd', () => {
  test.each(['secret', 'pässwörd 工場', 'x'.repeat(200)])('%s', async (password) => {
    const place = workplace()
    place.succeed('mosquitto_passwd', '-c', '-b', 'passwords', 'alice', password)
    const source = new SourceText('passwords', readFrom(place, 'passwords').toString('utf8'))
    const { file, diagnostics } = readPasswordFile(source)
    expect(diagnostics).toEqual([])
    expect(await verifier.verify(file.get('alice') ?? '', bytes(`${password}!`))).toBe('wrong')
    expect(await verifier.verify(file.get('alice') ?? '', bytes(password))).toBe('right')
  })
})
