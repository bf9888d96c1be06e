import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { securityConfigOf, stillAdmits } from '../../../src/broker/security/security.ts'
import { readSecurityFiles } from '../../../src/broker/security/security-files.ts'
import { listenerOf, securityOf, tlsOf } from './listener-of.ts'

const HASH = `$7$101$${Buffer.alloc(12).toString('base64')}$${Buffer.alloc(64).toString('base64')}`
const KEY = '00112233445566778899aabbccddeeff'

/** Writes files into a folder that goes away with the test. */
function folder(files: Readonly<Record<string, string>>): (name: string) => string {
  const path = mkdtempSync(join(tmpdir(), 'mqttopia-security-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text, { mode: 0o600 })
  return (name) => join(path, name)
}

const config = (set: Parameters<typeof securityOf>[0] = {}) => securityOf(set).config

test('what no option names decides nothing', async () => {
  const wanted = config()
  expect(await readSecurityFiles(wanted)).toEqual({
    security: { config: wanted },
    isUnopened: false,
    diagnostics: [],
  })
})

test('all three files are read', async () => {
  const at = folder({ acl: 'topic read a\n', passwords: `ada:${HASH}\n`, psk: `bob:${KEY}\n` })
  const { security, diagnostics } = await readSecurityFiles(
    config({ aclFile: at('acl'), passwordFile: at('passwords'), pskFile: at('psk') }),
  )
  expect(diagnostics).toEqual([])
  expect(security?.passwords?.get('ada')).toBe(HASH)
  expect(security?.preSharedKeys?.get('bob')).toBe(KEY)
  const rights = security?.access?.rightsOf({ clientId: 'c' })
  expect([rights?.mayRead('a'), rights?.mayWrite('a')]).toEqual([true, false])
  expect(rights?.why('a', 'read')?.file).toBe(at('acl'))
})

test('an empty ACL file denies everything', async () => {
  const at = folder({ acl: '' })
  const { security } = await readSecurityFiles(config({ aclFile: at('acl') }))
  expect(security?.access?.rightsOf({ username: 'ada', clientId: 'c' }).mayRead('a')).toBe(false)
})

test('what is wrong in one file hides nothing of the others', async () => {
  const at = folder({ acl: 'topics a\n', passwords: 'ada:clear\n', psk: 'bob:nothex\n' })
  const reading = await readSecurityFiles(
    config({ aclFile: at('acl'), passwordFile: at('passwords'), pskFile: at('psk') }),
  )
  expect(reading.security).toBeUndefined()
  expect(reading.isUnopened).toBe(false)
  expect(reading.diagnostics.map(({ code }) => code)).toEqual([
    'password-hash-invalid',
    'acl-line-unknown',
    'psk-key-invalid',
  ])
})

test('warnings let the file count', async () => {
  const at = folder({ acl: 'topic a/%u\n' })
  const reading = await readSecurityFiles(config({ aclFile: at('acl') }))
  expect(reading.diagnostics.map(({ code }) => code)).toEqual(['acl-variable-in-topic'])
  expect(reading.security?.access).toBeDefined()
})

test.each([
  [
    'a missing file',
    (at: (name: string) => string) => at('none'),
    'security-file-unopened',
    'it does not exist',
  ],
  ['a folder', (at: (name: string) => string) => at('.'), 'security-file-unopened', 'is not a file'],
  [
    'a part that is no folder',
    (at: (name: string) => string) => at('acl/x'),
    'security-file-unopened',
    'not a folder',
  ],
  [
    'a symbolic link',
    (at: (name: string) => string) => at('link'),
    'security-file-link',
    'is a symbolic link',
  ],
  ['a named pipe', (at: (name: string) => string) => at('pipe'), 'security-file-unopened', 'is not a file'],
])('%s is not opened', async (_, path, code, words) => {
  const at = folder({ acl: 'topic a\n' })
  symlinkSync(at('acl'), at('link'))
  spawnSync('mkfifo', [at('pipe')])
  for (const option of ['aclFile', 'passwordFile', 'pskFile']) {
    const reading = await readSecurityFiles(config({ [option]: path(at) }), false)
    expect(reading.security).toBeUndefined()
    expect(reading.isUnopened).toBe(true)
    expect(reading.diagnostics).toMatchObject([{ code, message: expect.stringContaining(words) }])
  }
})

test('symbolic links are followed where the operator asks for it', async () => {
  const at = folder({ acl: 'topic a\n' })
  symlinkSync(at('acl'), at('link'))
  expect((await readSecurityFiles(config({ aclFile: at('link') }), true)).diagnostics).toEqual([])
  process.env.MOSQUITTO_UNSAFE_ALLOW_SYMLINKS = '1'
  onTestFinished(() => {
    delete process.env.MOSQUITTO_UNSAFE_ALLOW_SYMLINKS
  })
  expect((await readSecurityFiles(config({ aclFile: at('link') }))).diagnostics).toEqual([])
})

test.each([
  [0o600, []],
  [0o640, []],
  [0o644, ['security-file-readable']],
  [0o602, ['security-file-foreign']],
  [0o666, ['security-file-readable', 'security-file-foreign']],
])('mode %o of a password file: %j', async (mode, codes) => {
  const at = folder({ passwords: `ada:${HASH}\n`, acl: 'topic a\n' })
  chmodSync(at('passwords'), mode)
  chmodSync(at('acl'), 0o644)
  const wanted = config({ passwordFile: at('passwords'), aclFile: at('acl') })
  const { security, diagnostics } = await readSecurityFiles(wanted)
  expect(diagnostics.map(({ code }) => code)).toEqual(codes)
  expect(security).toBeDefined()
})

test.runIf(process.getuid?.() === 0)('files of other accounts are pointed out', async () => {
  const at = folder({ acl: 'topic a\n' })
  chownSync(at('acl'), 12_345, 12_345)
  const { diagnostics } = await readSecurityFiles(config({ aclFile: at('acl') }))
  expect(diagnostics.map(({ code }) => code)).toEqual(['security-file-foreign'])
})

test('options of a listener of its own win over those of the broker', () => {
  const [general, own] = [config(), config({ allowAnonymous: true })]
  expect(securityConfigOf({ security: general }, listenerOf({ security: own }))).toBe(own)
  expect(securityConfigOf({ security: general }, listenerOf())).toBe(general)
})

const passwords = new Map([['ada', HASH]])
test.each([
  ['anonymous, still allowed', { allowAnonymous: true }, {}, {}, true],
  ['anonymous, no longer allowed', {}, {}, {}, false],
  ['anonymous, no longer allowed here', { allowAnonymous: true }, {}, { allowAnonymous: false }, false],
  ['the same hash', { passwords }, { username: 'ada', passwordHash: HASH }, {}, true],
  ['another hash', { passwords }, { username: 'ada', passwordHash: `${HASH}x` }, {}, false],
  ['a user who is gone', { passwords }, { username: 'eve', passwordHash: HASH }, {}, false],
  ['a name that nobody checked', { passwords, allowAnonymous: true }, { username: 'ada' }, {}, false],
  ['a name without a file', { allowAnonymous: true }, { username: 'ada' }, {}, true],
  ['a name whose file is gone', {}, { username: 'ada', passwordHash: HASH }, {}, false],
  ['a certificate', {}, { username: 'press' }, { tls: tlsOf('common-name') }, true],
  ['a certificate where none was asked for', {}, {}, { tls: tlsOf('common-name') }, false],
])('after a reload: %s', (_, security, admission, listener, stays) => {
  const admitted = { admitted: true, clientId: 'c', isAssigned: false, ...admission } as const
  expect(stillAdmits(securityOf(security), listenerOf(listener), admitted)).toBe(stays)
})
