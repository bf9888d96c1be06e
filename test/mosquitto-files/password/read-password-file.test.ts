import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SourceText } from '../../../src/diagnostics/source-text.ts'
import {
  decodePasswordHash,
  passwordHashProblem,
} from '../../../src/mosquitto-files/password/password-hash.ts'
import { readPasswordFile } from '../../../src/mosquitto-files/password/read-password-file.ts'
import { readMarked, said } from '../../support/found-in-file.ts'
import { nastyText } from '../../support/nasty-text.ts'

const base64 = (bytes: number) => Buffer.alloc(bytes, 7).toString('base64')
const plain = (bytes: number) => base64(bytes).replace(/=+$/, '')
const PBKDF2 = `$7$101$${base64(12)}$${base64(64)}`

describe('hashes', () => {
  test.each([
    [`$6$${base64(12)}$${base64(64)}`, { kind: 'sha512' }],
    [`$6$${base64(64)}$${base64(64)}`, { kind: 'sha512' }],
    [PBKDF2, { kind: 'sha512-pbkdf2', iterations: 101 }],
    [`$7$1000$${base64(64)}$${base64(64)}`, { kind: 'sha512-pbkdf2', iterations: 1000 }],
    [
      `$argon2id$v=19$m=47104,t=1,p=1$${plain(64)}$${plain(64)}`,
      { kind: 'argon2id', memoryKib: 47104, iterations: 1, parallelism: 1 },
    ],
    [
      `$argon2id$v=19$m=32,t=3,p=4$${plain(16)}$${plain(32)}`,
      { kind: 'argon2id', memoryKib: 32, parallelism: 4 },
    ],
  ])('%s', (encoded, wanted) => {
    expect(passwordHashProblem(encoded)).toBeUndefined()
    const { salt, hash, ...rest } = decodePasswordHash(encoded)
    expect(rest).toMatchObject(wanted)
    expect([...salt, ...hash].every((byte) => byte === 7)).toBe(true)
    expect(salt.length + hash.length).toBeGreaterThan(40)
  })

  test.each([
    ['', 'is empty'],
    ['secret', 'is of no known kind: "$argon2id$", "$7$" and "$6$" are'],
    ['$1$abc$def', 'is of no known kind: "$argon2id$", "$7$" and "$6$" are'],
    ['$7$101$only', 'has not all of its parts, or something else in them than base64'],
    [`$7$101$${base64(12)}$a b`, 'has not all of its parts, or something else in them than base64'],
    [`$7$0$${base64(12)}$${base64(64)}`, 'has 0 iterations'],
    [`$7$999999999$${base64(12)}$${base64(64)}`, 'has 999999999 iterations'],
    [`$7$101$${base64(16)}$${base64(64)}`, 'does not hold a salt of 12 or 64 bytes and a hash of 64'],
    [`$6$${base64(12)}$${base64(63)}`, 'does not hold a salt of 12 or 64 bytes and a hash of 64'],
    ['$argon2id$v=19$m=47104', 'is not of the form "$argon2id$v=19$m=47104,t=1,p=1$salt$hash"'],
    [
      `$argon2id$v=19$m=99999999,t=1,p=1$${plain(64)}$${plain(64)}`,
      'needs 99999999 KiB of memory, more than 1048576',
    ],
    [
      `$argon2id$v=19$m=8,t=1,p=2$${plain(64)}$${plain(64)}`,
      'asks for more lanes than its memory has room for',
    ],
    [`$argon2id$v=19$m=8,t=1,p=1$AAAA$${plain(64)}`, 'holds a salt or a hash that is too short'],
  ])('%s', (encoded, problem) => {
    expect(passwordHashProblem(encoded)).toBe(problem)
    expect(() => decodePasswordHash(encoded)).toThrow(RangeError)
  })
})

describe('what a password file says', () => {
  test.each([
    ['', []],
    ['# ada:secret\n\n', []],
    [`ada:${PBKDF2}`, ['ada']],
    [` ada \t: ${PBKDF2} \r\nbob:${PBKDF2}:ignored\r\n`, ['ada', 'bob']],
    [`__proto__:${PBKDF2}\n`, ['__proto__']],
  ])('%j', (text, users) => {
    const { file, diagnostics } = readPasswordFile(new SourceText('passwords', text))
    expect(diagnostics).toEqual([])
    expect([...file]).toEqual(users.map((user) => [user, PBKDF2]))
  })
})

describe('what is wrong with a password file', () => {
  test.each([
    [
      'ada:«secret»',
      'password-hash-invalid: the hash of this user is of no known kind: "$argon2id$", "$7$" and "$6$" are',
    ],
    ['ada:«»', 'password-hash-invalid: the hash of this user is empty'],
    [`«:${PBKDF2}»`, 'password-user-missing: the line has no username'],
    [`«  :${PBKDF2}»`, 'password-user-missing: the line has no username'],
    [`ada:${PBKDF2}\n«ada»:${PBKDF2}`, 'password-user-repeated: an earlier line is of the same user'],
    ['«ada secret»', 'password-line-ignored: the line has no colon'],
  ])('%j', (text, message) => {
    expect(said(readMarked(readPasswordFile, text))).toEqual([message])
  })

  test.each(['ada:hunter2', 'ada hunter2', ':hunter2', 'ada:x:hunter2', 'ada::hunter2'])(
    'excerpts of %j do not show the password',
    (text) => {
      const source = new SourceText('passwords', text)
      const { diagnostics } = readPasswordFile(source)
      expect(diagnostics).toHaveLength(1)
      expect(source.lineText(1) + JSON.stringify(said({ diagnostics }))).not.toContain('hunter2')
    },
  )
})

test('whatever the bytes are, every user has a hash that can be checked', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(nastyText, fc.oneof(nastyText, fc.constant(PBKDF2)))), (lines) => {
      const source = new SourceText('passwords', lines.map((line) => line.join(':')).join('\n'))
      for (const [user, hash] of readPasswordFile(source).file) {
        expect(user).not.toBe('')
        expect(() => decodePasswordHash(hash)).not.toThrow()
      }
    }),
  )
})
