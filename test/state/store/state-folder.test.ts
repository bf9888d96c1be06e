import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Failure } from '../../../src/diagnostics/failure.ts'
import { type FileSystem, nodeFileSystem } from '../../../src/state/file-system.ts'
import { openStateFolder, type StateFolder } from '../../../src/state/store/state-folder.ts'
import { shardOf } from '../../../src/state/vault/vault-shard.ts'
import { countingFileSystem, failingFrom, PowerCut, powerCutAt } from '../support/faulty-file-system.ts'
import { modeOf, readFolder, tempFolder } from '../support/temp-folder.ts'

const open = (path: string, fs: FileSystem = nodeFileSystem, readOnly = false) =>
  openStateFolder(path, { fs, onWait: () => {}, readOnly })

/** Generation after generation of values that have to stay together. */
function put(state: StateFolder, generation: number): void {
  const { vault } = state
  state.lock.set('certificate/user/a', { generation })
  for (const user of ['user/a', 'user/b', 'user/c']) {
    vault(shardOf(user)).set(`key/${user}`, { generation }, Buffer.from(`key ${generation}`))
  }
}

function generationsIn(state: StateFolder): Set<unknown> {
  const { vault } = state
  const values = [
    state.lock.get('certificate/user/a'),
    ...['user/a', 'user/b', 'user/c'].map((user) => vault(shardOf(user)).get(`key/${user}`)),
  ]
  return new Set(values.map((value) => value && 'generation' in value && value.generation))
}

async function written(...generations: readonly number[]): Promise<string> {
  const path = join(tempFolder(), 'state')
  for (const generation of generations) {
    const state = await open(path)
    put(state, generation)
    await state.save()
    state.close()
  }
  return path
}

test('keeps what was saved, for its owner alone', async () => {
  const path = await written(1, 2)
  const state = await open(path)
  expect(generationsIn(state)).toEqual(new Set([2]))
  expect(state.vault(shardOf('user/a')).data('key/user/a')?.toString()).toBe('key 2')
  state.close()
  const names = readdirSync(path, { recursive: true }).map(String).sort()
  expect(names).toEqual([
    '.gitattributes',
    '.gitignore',
    'lock.jsonl',
    'vault',
    ...names.filter((name) => name.includes('/')),
  ])
  expect(new Set(names.map((name) => modeOf(join(path, name))))).toEqual(new Set(['0600', '0700']))
  expect(modeOf(path)).toBe('0700')
})

test('git does not see the secrets', async () => {
  const path = await written(1)
  expect(readFileSync(join(path, '.gitignore'), 'utf8').split('\n')).toEqual(
    expect.arrayContaining(['/vault/', '/next/', '/next.new/', '/running*/']),
  )
})

test('a save rewrites the shards that changed, and no others', async () => {
  const path = await written(1)
  const vault = (name: string) => readFileSync(join(path, 'vault', `${shardOf(name)}.jsonl`))
  expect(shardOf('user/a')).not.toBe(shardOf('user/b'))
  const state = await open(path)
  const shard = state.vault(shardOf('user/a'))
  shard.set('key/user/a', { generation: 5 })
  const before = vault('user/b')
  await state.save()
  await state.save()
  state.close()
  expect(vault('user/b')).toEqual(before)
  expect(vault('user/a').toString()).toContain('"generation":5')
})

test('what was not saved is forgotten', async () => {
  const path = await written(1)
  const state = await open(path)
  put(state, 2)
  state.close()
  expect(generationsIn(await open(path))).toEqual(new Set([1]))
})

test('a folder in which nothing was saved is not left behind', async () => {
  const path = join(tempFolder(), 'state')
  const state = await open(path)
  expect(existsSync(path)).toBe(true)
  await state.save()
  state.close()
  expect(existsSync(path)).toBe(false)
})

describe('read only', () => {
  test('makes no folder', async () => {
    const path = join(tempFolder(), 'state')
    const state = await open(path, nodeFileSystem, true)
    state.close()
    expect(existsSync(path)).toBe(false)
  })

  test('sees what is there, where nothing can be written', async () => {
    const path = await written(1)
    const readOnlyDisk: FileSystem = {
      ...nodeFileSystem,
      mkdirSync: () => {
        throw Object.assign(new Error('EROFS'), { code: 'EROFS' })
      },
    }
    const state = await open(path, readOnlyDisk, true)
    expect(generationsIn(state)).toEqual(new Set([1]))
    state.close()
  })
})

test('a folder that is open to others is closed, and the caller told', async () => {
  const path = await written(1)
  chmodSync(path, 0o755)
  const looked = await open(path, nodeFileSystem, true)
  expect([looked.wasOpen, modeOf(path)]).toEqual([true, '0755'])
  looked.close()
  const state = await open(path)
  expect([state.wasOpen, modeOf(path)]).toEqual([true, '0700'])
  state.close()
})

describe('refuses, and changes nothing', () => {
  test.each<[string, (path: string) => void, RegExp]>([
    [
      'a file',
      (path) => {
        rmSync(path, { recursive: true })
        writeFileSync(path, '')
      },
      /is a file/,
    ],
    [
      'a lost lock file',
      (path) => rmSync(join(path, 'lock.jsonl')),
      /lock.jsonl is missing although there are secrets/,
    ],
    [
      'a lost shard',
      (path) => rmSync(join(path, `vault/${shardOf('user/a')}.jsonl`)),
      /users-.*.jsonl is missing, and with it the secrets/,
    ],
    ['a lost vault', (path) => rmSync(join(path, 'vault'), { recursive: true }), /users-.*.jsonl is missing/],
    [
      'a truncated shard',
      (path) =>
        writeFileSync(join(path, `vault/${shardOf('user/b')}.jsonl`), '{"mqttopia":"vault","version":1}\n'),
      /line 2 of .*users-.*.jsonl is missing: the file was cut off/,
    ],
    [
      'a shard for a lock',
      (path) =>
        writeFileSync(join(path, 'lock.jsonl'), readFileSync(join(path, `vault/${shardOf('user/b')}.jsonl`))),
      /line 1 of .*lock.jsonl/,
    ],
    [
      'a later version',
      (path) => writeFileSync(join(path, 'lock.jsonl'), '{"mqttopia":"lock","version":7}\n{"end":"lock"}\n'),
      /another version/,
    ],
    [
      'a folder for a lock',
      (path) => {
        rmSync(join(path, 'lock.jsonl'))
        mkdirSync(join(path, 'lock.jsonl'))
      },
      /it is a folder/,
    ],
  ])('%s', async (_, damage, message) => {
    const path = await written(1)
    damage(path)
    const before = readdirSync(join(path, '..'), { recursive: true })
    const failure = await open(path).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(Failure)
    expect(String(failure)).toMatch(message)
    expect(readdirSync(join(path, '..'), { recursive: true })).toEqual(before)
  })
})

/** How many changes opening, saving and closing makes. */
async function countChanges(): Promise<number> {
  const path = await written(1)
  const counting = countingFileSystem()
  const state = await open(path, counting.fs)
  put(state, 2)
  await state.save()
  state.close()
  return counting.count()
}

async function saveWith(path: string, fs: FileSystem, generation: number): Promise<void> {
  const state = await open(path, fs)
  try {
    put(state, generation)
    await state.save()
  } finally {
    state.close()
  }
}

test('a power cut at any change leaves the old state or the new one', async () => {
  const total = await countChanges()
  const seen = new Set()
  for (let index = 0; index < total; index += 1) {
    const path = await written(1)
    await expect(saveWith(path, powerCutAt(index).fs, 2)).rejects.toThrow(PowerCut)
    letIn(path)
    const state = await open(path)
    const found = generationsIn(state)
    state.close()
    expect(found.size).toBe(1)
    for (const generation of found) seen.add(generation)
    await saveWith(path, nodeFileSystem, 3)
    expect(Object.keys(readFolder(path)).filter((name) => /next|running/.test(name))).toEqual([])
  }
  expect(seen).toEqual(new Set([1, 2]))
})

test('a power cut while the last one is mended does no harm either', async () => {
  const total = await countChanges()
  const step = process.env.MQTTOPIA_POWER_CUTS === 'all' ? 1 : 5
  for (let index = 0; index < total; index += 1) {
    for (let second = index % step; second < 12; second += step) {
      const path = await written(1)
      await saveWith(path, powerCutAt(index).fs, 2).catch(() => {})
      letIn(path)
      await saveWith(path, powerCutAt(second).fs, 3).catch(() => {})
      letIn(path)
      const state = await open(path)
      expect(generationsIn(state).size).toBe(1)
      state.close()
    }
  }
}, 120_000)

/** The process that died is this one and lives on: its lock is handed over by hand. */
function letIn(path: string): void {
  for (const name of existsSync(path) ? readdirSync(path) : []) {
    if (name.startsWith('running')) rmSync(join(path, name), { recursive: true })
  }
}

test.each(['ENOSPC', 'EACCES'] as const)(
  '%s at any change keeps the old state or completes the new one',
  async (code) => {
    const total = await countChanges()
    for (let index = 0; index < total; index += 1) {
      const path = await written(1)
      await saveWith(path, failingFrom(index, code).fs, 2).catch((error: unknown) => error)
      const state = await open(path)
      expect(generationsIn(state).size).toBe(1)
      state.close()
    }
  },
)
