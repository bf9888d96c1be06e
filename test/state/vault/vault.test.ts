import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Failure } from '../../../src/diagnostics/failure.ts'
import { encryptAge } from '../../../src/state/age/age-file.ts'
import { recipientsText } from '../../../src/state/age/recipients.ts'
import { type FileSystem, nodeFileSystem } from '../../../src/state/file-system.ts'
import { openStateFolder, type StateFolder } from '../../../src/state/store/state-folder.ts'
import { shardOf } from '../../../src/state/vault/vault-shard.ts'
import { describeWithPeers } from '../../support/real-peer.ts'
import { ann, ben } from '../support/age-identities.ts'
import { modeOf, readFolder, tempFolder } from '../support/temp-folder.ts'

const RECIPIENTS = recipientsText([
  { text: ann.recipient, note: 'Ann' },
  { text: ben.recipient, note: 'Ben' },
])

interface OpenOptions {
  readonly identity?: string
  readonly fs?: FileSystem
  readonly publicOnly?: boolean
}

function open(
  path: string,
  { identity = ann.identity, fs = nodeFileSystem, publicOnly = false }: OpenOptions = {},
) {
  const findIdentities = async () => (identity === '' ? [] : [identity])
  return openStateFolder(path, { fs, onWait: () => {}, readOnly: false, publicOnly, findIdentities })
}

const USERS = ['user/a', 'user/b', 'user/c'] as const

function put({ lock, vault }: StateFolder, generation: number): void {
  lock.set('certificate/user/a', { generation })
  for (const user of USERS)
    vault(shardOf(user)).set(`key/${user}`, { generation }, Buffer.from(`secret key of ${user}`))
}

/** A state folder whose vault Ann and Ben can open. */
async function sealed(): Promise<string> {
  const path = join(tempFolder(), 'state')
  mkdirSync(path, { mode: 0o700 })
  writeFileSync(join(path, 'recipients.txt'), RECIPIENTS)
  const state = await open(path)
  put(state, 1)
  await state.save()
  state.close()
  return path
}

const shardPath = (path: string, user: string) => join(path, 'vault', `${shardOf(user)}.jsonl.age`)

/** Path to bytes, of every file below. */
function bytesOf(path: string): ReadonlyMap<string, string> {
  const files = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort()
  return new Map(paths.map((file) => [file, readFileSync(file, 'base64')]))
}

describe('a vault with recipients', () => {
  test('is written encrypted, and each of them reads it', async () => {
    const path = await sealed()
    for (const { identity } of [ann, ben]) {
      const state = await open(path, { identity })
      expect(state.vault(shardOf('user/b')).data('key/user/b')?.toString()).toBe('secret key of user/b')
      state.close()
    }
    expect(Object.values(readFolder(path)).join('\n')).not.toMatch(/secret key|c2VjcmV0IGtleS/)
    const names = readdirSync(path, { recursive: true, encoding: 'utf8' })
    expect(
      names.filter((name) => name.startsWith('vault/')).every((name) => name.endsWith('.jsonl.age')),
    ).toBe(true)
    expect(new Set(names.map((name) => modeOf(join(path, name))))).toContain('0600')
  })

  test('goes into git, and what is in clear beside it does not', async () => {
    const path = await sealed()
    const ignored = readFileSync(join(path, '.gitignore'), 'utf8').split('\n')
    expect(ignored).toContain('/vault/*.jsonl')
    expect(ignored).not.toContain('/vault/')
    expect(readFileSync(join(path, '.gitattributes'), 'utf8')).toContain('*.age binary')
  })

  test('is rewritten where its content changed, and nowhere else', async () => {
    const path = await sealed()
    const before = bytesOf(path)
    const state = await open(path)
    put(state, 1)
    state.vault(shardOf('user/c')).set('key/user/c', { generation: 2 })
    await state.save()
    state.close()
    const changed = [...bytesOf(path)]
      .filter(([file, bytes]) => before.get(file) !== bytes)
      .map(([file]) => file)
    expect(changed).toEqual([join(path, 'lock.jsonl'), shardPath(path, 'user/c')])
  })

  test('tells nothing by its mark: the same secrets have other marks elsewhere', async () => {
    const marks = (path: string) =>
      readFileSync(join(path, 'lock.jsonl'), 'utf8').match(/"mark":"[0-9a-f]{32}"/g)
    const [one, other] = [marks(await sealed()), marks(await sealed())]
    expect(one).toHaveLength(4)
    expect(one?.filter((mark) => other?.includes(mark))).toEqual([])
  })

  test('needs no identity where the public part is enough', async () => {
    const path = await sealed()
    rmSync(join(path, 'vault'), { recursive: true })
    const state = await open(path, { identity: '', publicOnly: true })
    expect(state.lock.get('certificate/user/a')).toMatchObject({ generation: 1 })
    state.lock.set('certificate/user/z', {})
    await state.save()
    state.close()
    expect(readFileSync(join(path, 'lock.jsonl'), 'utf8')).toContain('certificate/user/z')
    expect(() => state.vault('common')).toThrow('left closed')
  })

  test('keeps what changes while it is being saved for the next time', async () => {
    const path = await sealed()
    const state = await open(path)
    put(state, 2)
    const first = state.save()
    put(state, 3)
    await Promise.all([first, state.save()])
    state.close()
    const after = await open(path)
    const vault = USERS.map((user) => after.vault(shardOf(user)).get(`key/${user}`))
    after.close()
    expect([after.lock.get('certificate/user/a'), ...vault]).toEqual(
      Array.from({ length: 4 }, () => expect.objectContaining({ generation: 3 })),
    )
  })
})

describe('a vault in another form', () => {
  test('is encrypted, decrypted and encrypted for others, with nothing lost', async () => {
    const path = await sealed()
    const clear = await open(path)
    await clear.saveAs({ kind: 'clear' }, new Map())
    clear.close()
    expect(Object.keys(readFolder(path))).toEqual([
      '.gitattributes',
      '.gitignore',
      'lock.jsonl',
      'vault/common.jsonl',
      ...USERS.map((user) => `vault/${shardOf(user)}.jsonl`).sort(),
    ])
    expect(readFileSync(join(path, '.gitignore'), 'utf8')).toContain('/vault/\n')
    const anew = await open(path, { identity: '' })
    expect(anew.form.kind).toBe('clear')
    const files = new Map([['recipients.txt', `${ben.recipient}\n`]])
    await anew.saveAs({ kind: 'sealed', recipients: [{ text: ben.recipient, note: '' }] }, files)
    anew.close()
    expect(Object.keys(readFolder(path)).filter((name) => name.endsWith('.jsonl'))).toEqual(['lock.jsonl'])
    await expect(open(path)).rejects.toThrow('is not encrypted for any identity that is given')
    const state = await open(path, { identity: ben.identity })
    expect(state.vault(shardOf('user/a')).data('key/user/a')?.toString()).toBe('secret key of user/a')
    state.close()
  })
})

describe('refuses, and changes nothing', () => {
  const other = (path: string) => readFileSync(shardPath(path, 'user/b'))
  test.each<[string, (path: string) => void | Promise<void>, RegExp, OpenOptions?]>([
    [
      'without an identity',
      () => {},
      /is encrypted, and no identity to open it is given; give one with/,
      { identity: '' },
    ],
    [
      'a shard for others',
      async (path) => {
        writeFileSync(shardPath(path, 'user/a'), await encryptAge(Buffer.from('x'), [ben.recipient]))
      },
      /users-.*\.age is not encrypted for any identity/,
    ],
    [
      'a lost shard',
      (path) => rmSync(shardPath(path, 'user/a')),
      /users-.*\.age is missing, and with it the secrets/,
    ],
    [
      'a truncated shard',
      (path) => writeFileSync(shardPath(path, 'user/a'), other(path).subarray(0, -9)),
      /is damaged or was cut off/,
    ],
    [
      'a shard that is none',
      (path) => writeFileSync(shardPath(path, 'user/a'), 'hello'),
      /is not a file encrypted with age/,
    ],
    [
      'a shard in the place of another',
      (path) => writeFileSync(shardPath(path, 'user/a'), other(path)),
      /users-.*\.age does not belong to .*lock.jsonl/,
    ],
    [
      'a shard that somebody made',
      async (path) => {
        const text = '{"mqttopia":"vault","version":1}\n{"end":"vault"}\n'
        writeFileSync(shardPath(path, 'user/a'), await encryptAge(Buffer.from(text), [ann.recipient]))
      },
      /does not belong to .*lock.jsonl: .*somebody put it there/,
    ],
    [
      'lost recipients',
      (path) => rmSync(join(path, 'recipients.txt')),
      /recipients.txt is missing although .* is encrypted/,
    ],
    [
      'no recipients',
      (path) => writeFileSync(join(path, 'recipients.txt'), '# nobody\n'),
      /recipients.txt names nobody/,
    ],
    [
      'a bad recipient',
      (path) => writeFileSync(join(path, 'recipients.txt'), `# x\n${ann.recipient}x\n`),
      /line 2 of .*recipients.txt must hold a recipient of age, as age1…; "age1.*" is mistyped/,
    ],
    [
      'a shard in clear',
      (path) => writeFileSync(join(path, 'vault/common.jsonl'), ''),
      /common.jsonl is not encrypted although/,
    ],
    [
      'a lost lock',
      (path) => rmSync(join(path, 'lock.jsonl')),
      /lock.jsonl is missing although there are secrets/,
    ],
  ])('%s', async (_, damage, message, options = {}) => {
    const path = await sealed()
    await damage(path)
    const before = bytesOf(path)
    const failure = await open(path, options).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(Failure)
    expect(String(failure)).toMatch(message)
    expect(bytesOf(path)).toEqual(before)
  })

  test('a secret key among the recipients is not repeated', async () => {
    const path = await sealed()
    writeFileSync(join(path, 'recipients.txt'), `${ann.identity}\n`)
    const failure = await open(path).catch((error: unknown) => error)
    expect(String(failure)).toMatch(/line 1 of .* it is a secret key/)
    expect(String(failure)).not.toContain(ann.identity.slice(16, 40))
  })
})

describeWithPeers(['age'], 'the program age', () => {
  test('reads a shard', async () => {
    const path = await sealed()
    writeFileSync(join(path, '../key.txt'), `${ben.identity}\n`)
    const text = execFileSync('age', ['-d', '-i', join(path, '../key.txt'), shardPath(path, 'user/a')], {
      encoding: 'utf8',
    })
    expect(text).toContain(Buffer.from('secret key of user/a').toString('base64'))
  })

  test('encrypts for the recipients as they stand in the folder', async () => {
    const path = await sealed()
    const file = execFileSync('age', ['-R', join(path, 'recipients.txt')], { input: 'x' })
    expect(file.toString('latin1').match(/-> X25519/g)).toHaveLength(2)
  })
})
