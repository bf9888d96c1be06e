import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  decryptAge,
  encryptAge,
  encryptWithPassphrase,
  generateIdentity,
  isIdentity,
  needsPassphrase,
  recipientOf,
  recipientProblem,
} from '../../../src/state/age/age-file.ts'
import { describeWithPeers } from '../../support/real-peer.ts'
import { ann, ben } from '../support/age-identities.ts'
import { tempFolder } from '../support/temp-folder.ts'

const SECRET = Buffer.from('a secret with \0 and \xff in it', 'latin1')
const opened = (file: Uint8Array, ...identities: readonly string[]) =>
  decryptAge(Buffer.from(file), { identities })

describe('a file encrypted with age', () => {
  test('is opened by each of its recipients, and by nobody else', async () => {
    const file = await encryptAge(SECRET, [ann.recipient, ben.recipient])
    expect(await opened(file, ann.identity)).toEqual(SECRET)
    expect(await opened(file, ben.identity)).toEqual(SECRET)
    const { identity } = await generateIdentity()
    expect(await opened(file, identity)).toBe('key')
    expect(await opened(file)).toBe('key')
    expect(await opened(file, identity, ben.identity)).toEqual(SECRET)
  })

  test.each<[string, (file: Buffer) => Buffer, string]>([
    ['nothing', () => Buffer.alloc(0), 'not-age'],
    ['some text', () => Buffer.from('hello'), 'not-age'],
    ['half a head', (file) => file.subarray(0, 100), 'damaged'],
    ['all but the end', (file) => file.subarray(0, -1), 'damaged'],
    [
      'one byte that is another',
      (file) => Buffer.from(file.map((byte, i) => (i === file.length - 20 ? byte ^ 1 : byte))),
      'damaged',
    ],
    ['more at its end', (file) => Buffer.concat([file, Buffer.from('x')]), 'damaged'],
    ['the head of an armor', () => Buffer.from('-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n'), 'damaged'],
  ])('with %s is told from a good one', async (_, damage, problem) => {
    const file = Buffer.from(await encryptAge(SECRET, [ann.recipient]))
    expect(await opened(damage(file), ann.identity)).toBe(problem)
  })

  test('an identity has one recipient', async () => {
    expect(await recipientOf(ann.identity)).toBe(ann.recipient)
  })
})

test.each<[string, string | undefined]>([
  [ann.recipient, undefined],
  [ann.recipient.slice(0, -1), 'is mistyped or cut off'],
  [ann.identity, 'is a secret key'],
  ['ssh-ed25519 AAAAC3Nz', 'is an SSH key, which cannot be a recipient here'],
  ['ann@example.org', 'is no age recipient'],
])('%s as a recipient: %s', async (text, problem) => {
  expect(await recipientProblem(text)).toBe(problem)
})

test('an identity is known from what is none', async () => {
  expect([
    await isIdentity(ann.identity),
    await isIdentity(ann.identity.slice(1)),
    await isIdentity('x'),
  ]).toEqual([true, false, false])
})

describeWithPeers(['age', 'age-keygen'], 'the program age', () => {
  const age = (folder: string, ...argv: readonly string[]) => execFileSync('age', argv, { cwd: folder })

  test('reads what is written here, and writes what is read here, in both forms', async () => {
    const folder = tempFolder()
    execFileSync('age-keygen', ['-o', join(folder, 'key.txt')], { stdio: 'ignore' })
    const text = readFileSync(join(folder, 'key.txt'), 'utf8')
    const identity = text.split('\n').find((line) => line.startsWith('AGE-SECRET-KEY-')) ?? ''
    expect(text).toContain(await recipientOf(identity))
    writeFileSync(
      join(folder, 'ours.age'),
      await encryptAge(SECRET, [ann.recipient, await recipientOf(identity)]),
    )
    expect(age(folder, '-d', '-i', 'key.txt', 'ours.age')).toEqual(SECRET)
    writeFileSync(join(folder, 'recipients.txt'), `# Ann\n${ann.recipient}\n\n# Ben\n${ben.recipient}\n`)
    writeFileSync(join(folder, 'plain'), SECRET)
    for (const form of [[], ['-a']]) {
      age(folder, ...form, '-R', 'recipients.txt', '-o', 'theirs.age', 'plain')
      expect(await opened(readFileSync(join(folder, 'theirs.age')), ben.identity)).toEqual(SECRET)
    }
  })
})

describeWithPeers(['age', 'script'], 'the program age with a passphrase', () => {
  // age asks on the terminal alone, so it gets one.
  const typed = (folder: string, command: string, input: string) =>
    execFileSync('script', ['-qec', command, '/dev/null'], { cwd: folder, input, encoding: 'utf8' })

  test('opens what was written here', async () => {
    const folder = tempFolder()
    const file = await encryptWithPassphrase(Buffer.from(`${ann.identity}\n`), 'the passphrase of Ann')
    expect(await needsPassphrase(Buffer.from(file))).toBe(true)
    writeFileSync(join(folder, 'identity.age'), file)
    typed(folder, 'age -d -o identity.txt identity.age', 'the passphrase of Ann\n')
    expect(readFileSync(join(folder, 'identity.txt'), 'utf8')).toBe(`${ann.identity}\n`)
  })

  test('and writes what is opened here', async () => {
    const folder = tempFolder()
    writeFileSync(join(folder, 'identity.txt'), `${ben.identity}\n`)
    typed(folder, 'age -p -o identity.age identity.txt', 'the passphrase of Ben\nthe passphrase of Ben\n')
    const file = readFileSync(join(folder, 'identity.age'))
    expect(await needsPassphrase(file)).toBe(true)
    expect(String(await decryptAge(file, { passphrase: 'the passphrase of Ben' }))).toBe(`${ben.identity}\n`)
  })
})
