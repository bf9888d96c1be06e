/** The store in a folder: who may open it, what it refuses, what it says of damage. */

import { createHash } from 'node:crypto'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ClassicLevel } from 'classic-level'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLevelStore } from '../../../src/broker/store/level-store.ts'
import { repairLevelStore } from '../../../src/broker/store/repair-level-store.ts'
import type { Store } from '../../../src/broker/store/store.ts'
import { Failure } from '../../../src/diagnostics/failure.ts'

let parent: string
let folder: string

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'mqttopia-store-'))
  folder = join(parent, 'mosquitto.db.mqttopia')
})

afterEach(() => rm(parent, { recursive: true }))

const open = (): Promise<Store> => openLevelStore({ folder, sync: false })

/** Does not compress: LevelDB notices by itself when what it has compressed is garbled. */
function payloadFor(topic: string): Buffer {
  return createHash('sha512').update(topic).digest()
}

function retain(store: Store, topic: string): void {
  store.putRetained({ topic, payload: payloadFor(topic), qos: 1, retain: true })
}

async function retainedTopics(store: Store): Promise<string[]> {
  return Array.from((await store.recover()).retained, ({ topic }) => topic)
}

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

describe('the folder of a store', () => {
  it('is made for its owner only, whatever the umask is', async () => {
    const before = process.umask(0)
    try {
      await (await open()).close()
    } finally {
      process.umask(before)
    }
    expect((await stat(folder)).mode & 0o777).toBe(0o700)
  })

  it('is closed to others when it is found open to them', async () => {
    await mkdir(folder)
    await chmod(folder, 0o755)
    await (await open()).close()
    expect((await stat(folder)).mode & 0o777).toBe(0o700)
  })

  it("stands beside Mosquitto's database, which is not touched", async () => {
    const database = join(parent, 'mosquitto.db')
    await writeFile(database, 'of Mosquitto')
    const before = await stat(database)
    await (await open()).close()
    expect((await stat(database)).mtimeMs).toBe(before.mtimeMs)
    expect(await readFile(database, 'utf8')).toBe('of Mosquitto')
    expect((await readdir(parent)).sort()).toEqual(['mosquitto.db', 'mosquitto.db.mqttopia'])
  })

  it('is not made when the folder above it is missing', async () => {
    folder = join(parent, 'missing', 'mosquitto.db.mqttopia')
    await expect(open()).rejects.toThrow(Failure)
    await expect(open()).rejects.toThrow(/cannot make the folder of the store .*: it does not exist/)
  })

  it('is refused when it is a file', async () => {
    await writeFile(folder, '')
    await expect(open()).rejects.toThrow(Failure)
  })

  it('is refused when it holds something else, of which nothing is removed', async () => {
    await mkdir(folder)
    await writeFile(join(folder, '000005.ldb'), 'mine')
    await expect(open()).rejects.toThrow(/it holds other files/)
    expect(await readdir(folder)).toEqual(['000005.ldb'])
  })

  it('is refused when another program keeps a LevelDB there', async () => {
    const level = new ClassicLevel(folder)
    await level.put('a', 'b')
    await level.close()
    await expect(open()).rejects.toThrow(/mqttopia did not write it/)
    await level.open()
    expect(await level.keys().all()).toEqual(['a'])
    await level.close()
  })

  it('is refused when another version wrote it', async () => {
    await (await open()).close()
    const level = new ClassicLevel(folder)
    await level.put('!', 'mqttopia store 2')
    await level.close()
    await expect(open()).rejects.toThrow(/another version of mqttopia wrote it/)
  })

  it('belongs to one broker at a time', async () => {
    const first = await open()
    retain(first, 'a')
    await expect(open()).rejects.toThrow(Failure)
    await expect(open()).rejects.toThrow(/mosquitto\.db\.mqttopia: another broker uses it/)
    await first.close()
    const second = await open()
    expect(await retainedTopics(second)).toEqual(['a'])
    await second.close()
  })

  it('can be opened when its making was broken off', async () => {
    await mkdir(folder)
    for (const name of ['LOCK', 'LOG', 'MANIFEST-000001', '000001.dbtmp'])
      await writeFile(join(folder, name), '')
    const store = await open()
    retain(store, 'a')
    await store.close()
    const again = await open()
    expect(await retainedTopics(again)).toEqual(['a'])
    await again.close()
  })
})

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
      await new Promise<void>((resolve) => store.commit(() => resolve()))
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

describe('a store', () => {
  it('forgets what was noted for a session that was never noted itself', async () => {
    const store = await open()
    store.putReceived('nobody', 1)
    store.putSubscription('nobody', { filter: 'f', qos: 0, noLocal: false, retainAsPublished: false })
    await store.close()
    const again = await open()
    expect([...(await again.recover()).sessions]).toEqual([])
    await again.close()
  })

  it('takes calls for what it does not have', async () => {
    const store = await open()
    store.removeSession('nobody')
    store.removeSubscription('nobody', 'f')
    store.removeDelivery('nobody', 1)
    store.removeReceived('nobody', 1)
    expect(store.isDirty).toBe(false)
    expect(store.holdsMessage(1)).toBe(false)
    store.removeRetained('t')
    await store.close()
  })

  it('is recovered once', async () => {
    const store = await open()
    await store.recover()
    await expect(store.recover()).rejects.toThrow('once')
    await store.close()
  })
})
