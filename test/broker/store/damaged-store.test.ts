import { readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { ClassicLevel } from 'classic-level'
import { beforeEach, describe, expect, it } from 'vitest'
import { repairLevelStore } from '../../../src/broker/store/repair-level-store.ts'
import type { Store } from '../../../src/broker/store/store.ts'
import { Failure } from '../../../src/diagnostics/failure.ts'
import { committed, newStoreFolder, openStore, payloadFor, retain, retainedTopics } from './stored-topics.ts'

let folder: string

beforeEach(async () => {
  folder = await newStoreFolder()
})

const open = (): Promise<Store> => openStore(folder)

/** A store with 2,000 retained messages, all in tables. */
async function fillTables(): Promise<void> {
  const store = await open()
  for (let i = 0; i < 2000; i++) retain(store, `topic/${i}`)
  await store.close()
  const level = new ClassicLevel(folder)
  await level.compactRange('', '~')
  await level.close()
}

async function only(pattern: RegExp): Promise<string> {
  const found = (await readdir(folder)).find((name) => pattern.test(name))
  if (found === undefined) throw new Error(`no file ${pattern}`)
  return join(folder, found)
}

describe('a damaged store', () => {
  it.each([
    ['a table that is gone', /\.ldb$/, (path: string) => rm(path)],
    ['a table that is cut short', /\.ldb$/, (path: string) => truncate(path, 40)],
    ['a manifest that is empty', /^MANIFEST/, (path: string) => truncate(path, 0)],
    ['a manifest that is gone', /^MANIFEST/, (path: string) => rm(path)],
    ['no CURRENT', /^CURRENT$/, (path: string) => rm(path)],
    ['a CURRENT that is empty', /^CURRENT$/, (path: string) => truncate(path, 0)],
  ])('with %s is a failure that says what to do, and nothing is removed', async (_, pattern, damage) => {
    await fillTables()
    await damage(await only(pattern))
    const tables = (await readdir(folder)).filter((name) => name.endsWith('.ldb'))
    const failure = await open().catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(Failure)
    expect(String(failure)).toMatch(
      /is damaged \(.+\): put a backup in its place, save what can be read with "mqttopia broker -c FILE --repair-store", or move it away/,
    )
    expect((await readdir(folder)).filter((name) => name.endsWith('.ldb'))).toEqual(tables)
  })

  it('with garbled bytes in a table gives what was written, or a failure', async () => {
    await fillTables()
    const table = await only(/\.ldb$/)
    const whole = await readFile(table)
    for (let at = 7; at < whole.length; at += Math.ceil(whole.length / 40)) {
      await writeFile(
        table,
        whole.map((byte, i) => (i === at ? byte ^ 0x10 : byte)),
      )
      const store = await open().catch((error: unknown) => {
        expect(error).toBeInstanceOf(Failure)
      })
      for (const { topic, payload } of (await store?.recover())?.retained ?? [])
        expect(Buffer.compare(payload, payloadFor(topic))).toBe(0)
      await store?.close()
    }
  })

  it('with a torn end of the log gives the state of a commit before', async () => {
    const store = await open()
    for (const topic of ['a', 'b', 'c']) {
      retain(store, topic)
      await committed(store)
    }
    await store.close()
    const log = await only(/\.log$/)
    const { size } = await stat(log)
    await truncate(log, size - 5)
    const again = await open()
    expect(await retainedTopics(again)).toEqual(['a', 'b'])
    await again.close()
  })

  it('with a row that nobody wrote so can be repaired; the others are kept', async () => {
    const store = await open()
    store.putSession({ clientId: 'c', sessionExpirySeconds: 60 })
    for (const topic of ['a', 'b']) {
      const messageId = store.putMessage({ topic, payload: Buffer.from(topic), qos: 1, retain: false })
      store.putDelivery('c', {
        sequence: messageId,
        packetId: 0,
        state: 'queued',
        qos: 1,
        retain: false,
        messageId,
      })
    }
    await store.close()
    const level = new ClassicLevel(folder)
    await level.put('ma1', '')
    await level.close()
    await expect(open()).rejects.toThrow(/is damaged \(2 rows cannot be read\)/)
    expect(await repairLevelStore(folder)).toEqual({
      finished: false,
      holds: { sessions: 1, messages: 1, retained: 0 },
      damage: { found: '2 rows cannot be read', kept: `${folder}.damaged`, dropped: 2 },
    })
    const repaired = await open()
    const { sessions, messages } = await repaired.recover()
    expect(Array.from(messages.values(), ({ topic }) => topic)).toEqual(['b'])
    expect(Array.from(sessions, ({ deliveries }) => deliveries.length)).toEqual([1])
    await repaired.close()
  })

  it.each([
    ['a table that is gone', /\.ldb$/, (path: string) => rm(path), '.ldb is missing', 0],
    ['a table that is cut short', /\.ldb$/, (path: string) => truncate(path, 40_000), 'invalid argument', 0],
    ['a manifest that is gone', /^MANIFEST/, (path: string) => rm(path), 'no such file or directory', 2000],
    ['no CURRENT', /^CURRENT$/, (path: string) => rm(path), 'the file CURRENT is missing', 2000],
    ['garbled tables', /\.ldb$/, garbleBlocks, 'corrupted internal key', 500],
  ])(
    'with %s can be repaired, its files are kept, and it can be opened again',
    async (_, pattern, damage, found, atLeast) => {
      await fillTables()
      await damage(await only(pattern))
      const before = await filesOf(folder)
      const { damage: told, holds } = await repairLevelStore(folder)
      expect(told).toMatchObject({ found: expect.stringContaining(found), kept: `${folder}.damaged` })
      expect(await filesOf(`${folder}.damaged`)).toEqual(before)
      expect((await stat(`${folder}.damaged`)).mode & 0o777).toBe(0o700)
      const store = await open()
      const topics = await retainedTopics(store)
      expect(topics).toHaveLength(holds.retained)
      expect(topics.length).toBeGreaterThanOrEqual(atLeast)
      expect(await readdir(dirname(folder))).toEqual([basename(folder), `${basename(folder)}.damaged`])
      retain(store, 'new')
      await store.close()
    },
  )

  it('that has lost the row that says what it is, and nothing else, gives all of it back', async () => {
    await fillTables()
    const level = new ClassicLevel(folder)
    await level.del('!')
    await level.close()
    await expect(open()).rejects.toThrow(/the row that says what it is cannot be read/)
    const { holds } = await repairLevelStore(folder)
    expect(holds.retained).toBe(2000)
    await (await open()).close()
  })

  it('is kept each time it is repaired', async () => {
    for (const kept of [`${folder}.damaged`, `${folder}.damaged-2`]) {
      await fillTables()
      await rm(await only(/^CURRENT$/))
      expect((await repairLevelStore(folder)).damage?.kept).toBe(kept)
    }
  })
})

describe('repairing a store', () => {
  it('leaves one alone in which nothing is wrong', async () => {
    await fillTables()
    expect(await repairLevelStore(folder)).toEqual({
      finished: false,
      holds: { sessions: 0, messages: 0, retained: 2000 },
      damage: undefined,
    })
    expect(await readdir(dirname(folder))).toEqual([basename(folder)])
  })

  it('is refused while a broker uses it', async () => {
    const store = await open()
    retain(store, 'a')
    await committed(store)
    await expect(repairLevelStore(folder)).rejects.toThrow(/another broker uses it/)
    retain(store, 'b')
    await store.close()
    expect(await readdir(dirname(folder))).toEqual([basename(folder)])
  })

  it('is refused where there is none', async () => {
    await expect(repairLevelStore(folder)).rejects.toThrow(/cannot read .+: it does not exist$/)
    await expect(repairLevelStore(dirname(folder))).rejects.toThrow(/it holds no store/)
  })

  it('is refused for what somebody else has written, which stays as it is', async () => {
    const level = new ClassicLevel(folder)
    await level.put('theirs', 'x')
    await level.close()
    await expect(repairLevelStore(folder)).rejects.toThrow(/mqttopia did not write it/)
    const again = new ClassicLevel(folder)
    expect(await again.get('theirs')).toBe('x')
    await again.close()
    expect(await readdir(dirname(folder))).toEqual([basename(folder)])
  })
})

/** Sets one bit in each thousand bytes. */
async function garbleBlocks(path: string): Promise<void> {
  const bytes = await readFile(path)
  await writeFile(
    path,
    bytes.map((byte, i) => (i % 1000 === 500 ? byte ^ 0x10 : byte)),
  )
}

/** Names and contents; LevelDB begins a new LOG whenever it looks. */
async function filesOf(path: string): Promise<Record<string, string>> {
  const files: Record<string, string> = {}
  for (const name of await readdir(path))
    if (!name.startsWith('LOG')) files[name] = (await readFile(join(path, name))).toString('base64')
  return files
}
