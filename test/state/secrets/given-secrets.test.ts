import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { verifyPassword } from '../../../src/pki/password-hash.ts'
import type { FileSystem } from '../../../src/state/file-system.ts'
import { nodeFileSystem } from '../../../src/state/file-system.ts'
import { scene } from '../support/prepared.ts'

function spec(auth: string): string {
  return `
brokers: { core: { host: localhost, listeners: { local: { transport: unix, path: /run/m.sock, auth: [password] }, psk: { port: 8885, tls: { psk: { hint: core } }, auth: [psk] } } } }
users: { bob: { at: core, auth: { ${auth} }, publish: [a] } }
`
}

const PASSWORD = 'correct horse battery staple'
const KEY = '00112233445566778899AABBCCDDEEFF'

describe('a password', () => {
  test.each<[string, string, Readonly<Record<string, string | Uint8Array>>, string]>([
    ['from a variable', 'env: BOB', {}, PASSWORD],
    ['from a file', 'file: bob.txt', { 'bob.txt': PASSWORD }, PASSWORD],
    ['from a file with a line break at its end', 'file: bob.txt', { 'bob.txt': `${PASSWORD}\n` }, PASSWORD],
    ['from a file made on Windows', 'file: bob.txt', { 'bob.txt': `\ufeff${PASSWORD}\r\n` }, PASSWORD],
    [
      'from a file in a folder',
      'file: secrets/bob.txt',
      { 'secrets/bob.txt': 'Schlüssel für Bob' },
      'Schlüssel für Bob',
    ],
  ])('%s is taken as it is', async (_, secret, files, password) => {
    const { prepare, stateFolder } = scene(files)
    const first = await prepare(spec(`password: { ${secret} }`), { env: { BOB: PASSWORD } })
    expect(first.said).toEqual([])
    expect(first.materials.password('bob')).toBe(password)
    const hash = first.materials.passwordHash('bob')
    expect(hash).toMatch(/^\$7\$20000\$/)
    expect(verifyPassword(password, hash)).toBe(true)
    const second = await prepare(spec(`password: { ${secret} }`), { env: { BOB: PASSWORD } })
    expect(second.materials.passwordHash('bob')).toBe(hash)
    const { readFolder } = await import('../support/temp-folder.ts')
    expect(Object.values(readFolder(stateFolder)).join()).not.toContain(password)
  })

  test('that changes has another hash', async () => {
    const { prepare } = scene()
    const text = spec('password: { env: BOB }')
    const first = await prepare(text, { env: { BOB: PASSWORD } })
    const second = await prepare(text, { env: { BOB: `${PASSWORD}!` } })
    expect(second.materials.passwordHash('bob')).not.toBe(first.materials.passwordHash('bob'))
    expect(verifyPassword(`${PASSWORD}!`, second.materials.passwordHash('bob'))).toBe(true)
  })
})

describe('a fault', () => {
  const files = {
    'empty.txt': '',
    'break.txt': '\n',
    'two.txt': 'correct horse\nbattery staple\n',
    'nul.txt': 'correct horse\0battery staple',
    'blank.txt': ' correct horse battery staple',
    'latin1.txt': Buffer.from('Schlüssel für den Bob', 'latin1'),
    'short.txt': 'thirteenchars',
    'large.txt': 'x'.repeat(1024 * 1024 + 1),
    'odd.psk': `${KEY}0`,
    'short.psk': KEY.slice(2),
    'text.psk': 'correct horse battery staple',
  }
  const env = { EMPTY: '', SHORT: 'hunter2', LINES: 'correct horse\nbattery staple' }
  test.each([
    ['password: { env: NONE }', 'secret-variable-missing', 'the variable "NONE" is not set'],
    ['password: { env: EMPTY }', 'secret-variable-missing', 'the variable "EMPTY" is empty'],
    ['password: { env: toString }', 'secret-variable-missing', 'the variable "toString" is not set'],
    ['password: { env: LINES }', 'secret-malformed', 'the variable "LINES" has more than one line'],
    [
      'password: { env: SHORT }',
      'weak-password',
      'the password in the variable "SHORT" has fewer than 14 characters',
    ],
    [
      'password: { file: none.txt }',
      'secret-file-unusable',
      'the file "none.txt" cannot be read: it does not exist',
    ],
    [
      'password: { file: folder }',
      'secret-file-unusable',
      'the file "folder" cannot be read: it is a folder',
    ],
    [
      'password: { file: empty.txt/x }',
      'secret-file-unusable',
      'the file "empty.txt/x" cannot be read: a part of its path is not a folder',
    ],
    ['password: { file: large.txt }', 'secret-file-unusable', 'the file "large.txt" is far too large'],
    ['password: { file: empty.txt }', 'secret-malformed', 'the file "empty.txt" is empty'],
    ['password: { file: break.txt }', 'secret-malformed', 'the file "break.txt" is empty'],
    ['password: { file: two.txt }', 'secret-malformed', 'the file "two.txt" has more than one line'],
    ['password: { file: nul.txt }', 'secret-malformed', 'the file "nul.txt" holds a control character'],
    ['password: { file: blank.txt }', 'secret-malformed', 'the file "blank.txt" has blanks around it'],
    ['password: { file: latin1.txt }', 'secret-malformed', 'the file "latin1.txt" is not text in UTF-8'],
    [
      'password: { file: short.txt }',
      'weak-password',
      'the password in the file "short.txt" has fewer than 14 characters',
    ],
    [
      'psk: { file: odd.psk }',
      'invalid-psk',
      'the file "odd.psk" does not hold a pre-shared key in hexadecimal, of 32 digits or more',
    ],
    [
      'psk: { file: short.psk }',
      'invalid-psk',
      'the file "short.psk" does not hold a pre-shared key in hexadecimal, of 32 digits or more',
    ],
    [
      'psk: { file: text.psk }',
      'invalid-psk',
      'the file "text.psk" does not hold a pre-shared key in hexadecimal, of 32 digits or more',
    ],
  ])('%s', async (auth, code, message) => {
    const { prepare, folder } = scene(files)
    mkdirSync(join(folder, 'folder'))
    const { said, diagnostics } = await prepare(spec(auth), { env })
    expect(said).toEqual([`error ${code} at ${auth.replace(/^\w+: /, '')}: ${message}`])
    expect(diagnostics.map(({ hint }) => hint)).toEqual([expect.stringMatching(/^[a-z].*[^.]$/)])
    const texts = JSON.stringify(diagnostics)
    for (const secret of ['hunter2', 'horse', 'thirteen', KEY.slice(2)]) expect(texts).not.toContain(secret)
  })

  test('a file that may not be read', async () => {
    const { prepare, folder } = scene({ 'bob.txt': PASSWORD })
    chmodSync(join(folder, 'bob.txt'), 0o000)
    const denied: FileSystem = {
      ...nodeFileSystem,
      openSync: (path, ...rest) => {
        if (String(path).endsWith('bob.txt')) throw Object.assign(new Error('EACCES'), { code: 'EACCES' })
        return nodeFileSystem.openSync(path, ...rest)
      },
    }
    const { said } = await prepare(spec('password: { file: bob.txt }'), { fs: denied })
    expect(said).toEqual([expect.stringContaining('the file "bob.txt" cannot be read: permission denied')])
  })
})

test('a pre-shared key is taken in lower case', async () => {
  const { prepare } = scene({ 'bob.psk': `${KEY}\n` })
  const { materials } = await prepare(spec('psk: { file: bob.psk }'))
  expect(materials.psk('bob')).toBe(KEY.toLowerCase())
})

describe('the password of a bundle', () => {
  const bundled = (password: string) => `
brokers: { core: { host: localhost, listeners: { mqtts: { port: 8883, tls: { profile: server, clientAuth: required, identity: commonName }, auth: [certificate] } } } }
users: { bob: { at: core, auth: { certificate: client }, publish: [a], bundles: [p12] } }
bundles: { p12: { format: pkcs12, password: { env: ${password} } } }
`
  test('is that of the variable, for every user', async () => {
    const { materials } = await scene().prepare(bundled('P12'), { env: { P12: PASSWORD } })
    expect(materials.bundlePassword('p12', 'bob')).toBe(PASSWORD)
  })

  test('must be one that all programs read alike', async () => {
    const { said } = await scene().prepare(bundled('P12'), { env: { P12: 'Schlüssel für den Bob' } })
    expect(said).toEqual([
      'error unsuitable-password at { env: P12 }: the password in the variable "P12" does not suit a bundle: the password of a PKCS#12 file must be printable ASCII',
    ])
  })
})

test('one fault that many devices share is told once; many faults, a few times', async () => {
  const fleet = (secret: string) => `
brokers: { core: { host: localhost, listeners: { local: { transport: unix, path: /run/m.sock, auth: [password] } } } }
fleets: { presses: { forEach: { range: { from: 1, to: 200 } }, username: "p\${each.n}", at: core, auth: { password: ${secret} }, publish: [a] } }
`
  const shared = await scene().prepare(fleet('{ env: NONE }'))
  expect(shared.said).toHaveLength(1)
  const own = await scene().prepare(fleet('{ file: "keys/${each.n}.txt" }'))
  expect(own.diagnostics.map(({ message }) => message)).toEqual([
    ...[1, 10, 100, 101, 102].map((n) => expect.stringContaining(`the file "keys/${n}.txt" cannot be read`)),
    'and 195 more like this',
  ])
})
