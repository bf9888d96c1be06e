import { readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
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
      /is damaged \(.+\): put a backup in its place, have it repaired, or move it away/,
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
    expect(await repairLevelStore(folder)).toBe(2)
    const repaired = await open()
    const { sessions, messages } = await repaired.recover()
    expect(Array.from(messages.values(), ({ topic }) => topic)).toEqual(['b'])
    expect(Array.from(sessions, ({ deliveries }) => deliveries.length)).toEqual([1])
    await repaired.close()
  })

  it('with a table that is gone can be repaired, and opened again', async () => {
    await fillTables()
    await rm(await only(/\.ldb$/))
    await repairLevelStore(folder)
    const store = await open()
    retain(store, 'new')
    await store.close()
  })
})
