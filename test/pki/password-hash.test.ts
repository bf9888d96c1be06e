import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { passwordFromBytes, pskFromBytes } from '../../src/pki/generated-secret.ts'
import { generatedPasswordIterations, hashPassword, verifyPassword } from '../../src/pki/password-hash.ts'
import { seededRandom } from '../support/pki-fixtures.ts'
import { readFrom, workplace } from '../support/pki-program.ts'
import { describeWithPeers } from '../support/real-peer.ts'

const salt = Buffer.from('000102030405060708090a0b', 'hex')

describe('hashPassword', () => {
  test('writes the form that every Mosquitto reads', () => {
    const hash = hashPassword('secret', { salt, iterations: 101 })
    expect(hash).toMatch(/^\$7\$101\$AAECAwQFBgcICQoL\$[A-Za-z0-9+/]{86}==$/)
    expect(hashPassword('secret', { salt: new Uint8Array(salt), iterations: 101 })).toBe(hash)
  })

  test.each([0, 8, 16, 64])('takes no salt of %d bytes, over which some Mosquitto stumbles', (length) => {
    expect(() => hashPassword('secret', { salt: Buffer.alloc(length), iterations: 101 })).toThrow(RangeError)
  })
})

describe('verifyPassword', () => {
  test('knows the password and no other', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (right, wrong) => {
        const hash = hashPassword(right, { salt, iterations: 1 })
        expect(verifyPassword(right, hash)).toBe(true)
        expect(verifyPassword(wrong, hash)).toBe(wrong === right)
      }),
    )
  })

  test.each([
    '',
    'secret',
    '$6$AAECAwQFBgcICQoL$AAAA',
    '$7$0$AAECAwQFBgcICQoL$AAAA',
    '$7$1$AAECAwQFBgcICQoL$AAAA',
    `$7$99999999$AAECAwQFBgcICQoL$${'A'.repeat(86)}==`,
    `$7$-1$AAECAwQFBgcICQoL$${'A'.repeat(86)}==`,
  ])('is false at once for %j', (hash) => {
    expect(verifyPassword('secret', hash)).toBe(false)
  })
})

describeWithPeers(['mosquitto_passwd'], 'mosquitto_passwd', () => {
  test.each(['secret', 'pässwörd 工場', 'x'.repeat(200)])('hashes as we do: %s', (password) => {
    const place = workplace()
    place.succeed('mosquitto_passwd', '-c', '-b', 'passwords', 'alice', password)
    const [, hash = ''] = readFrom(place, 'passwords').toString('utf8').trim().split(':')
    expect(verifyPassword(password, hash)).toBe(true)
    expect(verifyPassword(`${password}!`, hash)).toBe(false)
    const [, , iterations, salt] = hash.split('$')
    const again = { salt: Buffer.from(salt ?? '', 'base64'), iterations: Number(iterations) }
    if (again.salt.length === 12) expect(hashPassword(password, again)).toBe(hash)
  })
})

describe('generated secrets', () => {
  test('are as long as asked, in letters that need no quoting', () => {
    for (const length of [1, 8, 23, 24, 32, 64]) {
      expect(passwordFromBytes(seededRandom('p')(64), length)).toMatch(
        new RegExp(`^[A-Za-z0-9_-]{${length}}$`),
      )
    }
    expect(pskFromBytes(Buffer.from('00ff10', 'hex'))).toBe('00ff10')
  })

  test('need enough randomness', () => {
    expect(() => passwordFromBytes(Buffer.alloc(17), 24)).toThrow(RangeError)
    expect(passwordFromBytes(Buffer.alloc(18), 24)).toHaveLength(24)
  })

  test('a default cost is that of mosquitto_passwd', () => {
    expect(generatedPasswordIterations).toBe(101)
  })
})
