import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nodeFileSystem } from '../../../src/state/file-system.ts'
import type { RecordTable } from '../../../src/state/records/record-table.ts'
import { openStateFolder, type StateFolder } from '../../../src/state/store/state-folder.ts'
import { openDivided } from '../support/divided-lock.ts'
import { readFolder, tempFolder } from '../support/temp-folder.ts'

const open = (path: string, readOnly = false) =>
  openStateFolder(path, { fs: nodeFileSystem, onWait: () => {}, readOnly })

const certificateOf = (user: string) => `certificate/user/${user}`
const users = (count: number) => Array.from({ length: count }, (_, i) => `u${i}`)

function issue(lock: RecordTable, user: string, serial = '0a'): void {
  const facts = { serial, requestDigest: `digest of ${user}`, csr: user.length > 2 ? 'c' : undefined }
  lock.set(certificateOf(user), facts, Buffer.from(`certificate ${serial} of ${user}`))
}

/** Opens, changes, saves and remembers. */
async function change(state: StateFolder, edit: (lock: RecordTable) => void): Promise<void> {
  edit(state.lock)
  await state.save()
  await state.remember()
  state.close()
}

async function divided(...names: readonly string[]): Promise<string> {
  const path = join(tempFolder(), 'state')
  await change(await openDivided(path), (lock) => {
    for (const user of names) issue(lock, user)
    lock.set('certificate/broker/hub/server', { serial: '01' }, Buffer.from('certificate of hub'))
    lock.set('revocation/0b', { reason: 'superseded' })
  })
  return path
}

/** Everything that a table says, each way it can be asked. */
function contents(lock: RecordTable): Record<string, unknown> {
  const members = ['serial', 'requestDigest', 'csr', 'reason']
  return Object.fromEntries(
    [...lock.keys()].sort().map((key) => {
      const row = lock.row(key) ?? 0
      const texts = members.map((member) => lock.textOf(row, member))
      const [value, data] = [{ ...lock.get(key) }, lock.data(key)?.toString()]
      expect([{ ...lock.recordOf(row) }, lock.dataOf(row)?.toString(), lock.has(key)]).toEqual([
        value,
        data,
        true,
      ])
      return [key, { ...value, sum: undefined, texts, data }]
    }),
  )
}

async function contentsOf(path: string): Promise<Record<string, unknown>> {
  const state = await open(path, true)
  const all = contents(state.lock)
  state.close()
  return all
}

describe('a lock file in parts', () => {
  test('says what it said in one piece', async () => {
    const path = join(tempFolder(), 'state')
    await change(await open(path), (lock) => {
      for (const user of users(40)) issue(lock, user)
    })
    expect(existsSync(join(path, 'lock'))).toBe(false)
    const before = await contentsOf(path)
    await change(await openDivided(path), (lock) => issue(lock, 'u7', '0c'))
    const after = await contentsOf(path)
    expect(Object.keys(after).filter((key) => !key.startsWith('lock/') && after[key] !== undefined)).toEqual(
      Object.keys(before),
    )
    expect(after[certificateOf('u8')]).toEqual(before[certificateOf('u8')])
    expect(after[certificateOf('u7')]).toMatchObject({ serial: '0c', data: 'certificate 0c of u7' })
    expect(readFileSync(join(path, 'lock.jsonl'), 'utf8')).not.toContain('certificate/user')
  })

  test('comes of more than 4,000 users', async () => {
    const path = join(tempFolder(), 'state')
    await change(await open(path), (lock) => {
      for (const user of users(4000)) issue(lock, user)
    })
    expect(existsSync(join(path, 'lock'))).toBe(false)
    await change(await open(path), (lock) => issue(lock, 'one more'))
    expect(readdirSync(join(path, 'lock'))).toHaveLength(256)
    expect(Object.keys(await contentsOf(path))).toHaveLength(4001 + 256)
  })

  test('is written again where it changed, and nowhere else', async () => {
    const path = await divided(...users(60))
    const before = readFolder(path)
    await change(await open(path), (lock) => issue(lock, 'u3', '0d'))
    const after = readFolder(path)
    const changed = Object.keys(after).filter((file) => after[file] !== before[file])
    expect(changed.filter((file) => !file.startsWith('cache/'))).toEqual([
      expect.stringMatching(/^lock\/..\.jsonl$/),
    ])
  })

  test('grows a part for a new user, on which the lock file counts', async () => {
    const path = await divided('u1')
    await change(await open(path), (lock) => issue(lock, 'u2'))
    const parts = readdirSync(join(path, 'lock'))
    expect(parts).toHaveLength(2)
    for (const part of parts)
      expect(readFileSync(join(path, 'lock.jsonl'), 'utf8')).toContain(`"lock/${part.slice(0, 2)}"`)
  })

  test('takes over the lines of a branch where it is in one piece', async () => {
    const [path, other] = [await divided('u1', 'u2'), join(tempFolder(), 'state')]
    await change(await open(other), (lock) => {
      issue(lock, 'u2')
      issue(lock, 'u3')
    })
    const main = join(path, 'lock.jsonl')
    const lines = readFileSync(main, 'utf8').trimEnd().split('\n')
    const more = readFileSync(join(other, 'lock.jsonl'), 'utf8').trimEnd().split('\n').slice(1, -1)
    writeFileSync(main, `${[...lines.slice(0, -1), ...more, lines.at(-1)].join('\n')}\n`)
    await change(await open(path), (lock) => issue(lock, 'u4'))
    expect(Object.keys(await contentsOf(path)).filter((key) => key.includes('user'))).toEqual(
      ['u1', 'u2', 'u3', 'u4'].map(certificateOf),
    )
    expect(readFileSync(main, 'utf8')).not.toContain('certificate/user')
  })

  test('names what two branches say about the same', async () => {
    const [path, other] = [await divided('u1', 'u2'), join(tempFolder(), 'state')]
    await change(await open(other), (lock) => issue(lock, 'u2', '0e'))
    copyFileSync(join(other, 'lock.jsonl'), join(path, 'lock.jsonl'))
    await expect(open(path)).rejects.toThrow(
      /lock\/..\.jsonl say something else about "certificate\/user\/u2"/,
    )
  })

  const firstPart = (path: string) => join(path, 'lock', readdirSync(join(path, 'lock'))[0] ?? '')
  test.each<readonly [string, (path: string) => void, RegExp]>([
    ['is missing', (path) => rmSync(firstPart(path)), /lock\/..\.jsonl is missing/],
    [
      'was edited',
      (path) => writeFileSync(firstPart(path), readFileSync(firstPart(path), 'utf8').replace('0a', '0b')),
      /line 2 of .*lock\/..\.jsonl is damaged or was edited/,
    ],
    [
      'is another one',
      (path) => {
        const [one = '', two = ''] = readdirSync(join(path, 'lock'))
        copyFileSync(join(path, 'lock', one), join(path, 'lock', two))
      },
      /lock\/..\.jsonl is another part of the lock file/,
    ],
  ])('is refused where a part %s', async (_, spoil, problem) => {
    const path = await divided(...users(9))
    spoil(path)
    await expect(open(path)).rejects.toThrow(problem)
  })

  test('is refused without its main file', async () => {
    const path = await divided('u1')
    rmSync(join(path, 'lock.jsonl'))
    await expect(open(path)).rejects.toThrow(/lock.jsonl is missing although there are parts of it/)
  })
})

function memories(path: string): readonly string[] {
  const folder = join(path, 'cache/tables')
  const files = readdirSync(folder).map((name) => join(folder, name))
  expect(files.length).toBeGreaterThan(0)
  return files
}

describe('what is remembered of a lock file in parts', () => {
  const name = fc.oneof(fc.constantFrom(...users(12)), fc.constantFrom('ü', 'a\nb', '🙂', 'lone\ud800'))
  const edit = fc.record({ name, serial: fc.constantFrom('0a', '0b', '0abc', 'ü'), remove: fc.boolean() })

  test('is, after any edits, what the files say', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(edit, { maxLength: 4 }), { maxLength: 4 }), async (rounds) => {
        const path = await divided('u1', 'u2')
        for (const edits of rounds) {
          await change(await open(path), (lock) => {
            for (const { name, serial, remove } of edits)
              if (remove) lock.remove(certificateOf(name))
              else issue(lock, name, serial)
          })
          const remembered = await contentsOf(path)
          rmSync(join(path, 'cache'), { recursive: true })
          expect(remembered).toEqual(await contentsOf(path))
          const state = await open(path)
          await state.remember()
          state.close()
        }
      }),
      { numRuns: Number(process.env.MQTTOPIA_RANDOM_EDITS ?? 10) },
    )
  })

  test('answers without the parts being read', async () => {
    const path = await divided(...users(9))
    const read: string[] = []
    const fs = {
      ...nodeFileSystem,
      readFileSync: ((file: string, ...rest: []) => {
        read.push(file)
        return nodeFileSystem.readFileSync(file, ...rest)
      }) as typeof nodeFileSystem.readFileSync,
    }
    const state = await openStateFolder(path, { fs, onWait: () => {}, readOnly: true })
    const row = state.lock.row(certificateOf('u4')) ?? 0
    expect(state.lock.textOf(row, 'requestDigest')).toBe('digest of u4')
    expect(read.filter((file) => file.includes('/lock/'))).toEqual([])
    expect(state.lock.dataOf(row)?.toString()).toBe('certificate 0a of u4')
    expect(read.filter((file) => file.includes('/lock/'))).toHaveLength(1)
    state.close()
  })

  test.each<readonly [string, (path: string) => void]>([
    [
      'damaged',
      (path) =>
        writeFileSync(
          path,
          readFileSync(path).map((byte, i) => (i === 300 ? byte ^ 1 : byte)),
        ),
    ],
    ['cut off', (path) => writeFileSync(path, readFileSync(path).subarray(0, 90))],
    ['empty', (path) => writeFileSync(path, '')],
  ])('is not believed where it is %s', async (_, spoil) => {
    const path = await divided(...users(9))
    const before = await contentsOf(path)
    for (const file of memories(path)) spoil(file)
    expect(await contentsOf(path)).toEqual(before)
  })

  test('holds no secret', async () => {
    const path = await divided('u1')
    const state = await open(path)
    state.vault('users-00').set('key/user/u1', { keyId: '77', algorithm: 'p256' }, Buffer.from('the key'))
    state.vault('users-00').set('password/u1', { value: 'the password' })
    await change(state, (lock) => issue(lock, 'u1'))
    const remembered = memories(path)
      .map((file) => readFileSync(file, 'latin1'))
      .join('')
    expect(remembered).toContain('key/user/u1')
    for (const secret of ['the password', 'the key', Buffer.from('the key').toString('base64')])
      expect(remembered).not.toContain(secret)
    for (const file of memories(path)) expect(statSync(file).mode & 0o777).toBe(0o600)
  })
})
