/** The folder of a store: who may open it, and what is refused. */

import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ClassicLevel } from 'classic-level'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../../src/broker/store/store.ts'
import { Failure } from '../../../src/diagnostics/failure.ts'
import { newStoreFolder, openStore, retain, retainedTopics } from './stored-topics.ts'

let parent: string
let folder: string

beforeEach(async () => {
  folder = await newStoreFolder()
  parent = dirname(folder)
})

const open = (): Promise<Store> => openStore(folder)

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
    await expect(open()).rejects.toThrow(/cannot keep a store in .*: that folder does not exist/)
  })

  it('is refused when it is a file', async () => {
    await writeFile(folder, '')
    await expect(open()).rejects.toThrow(Failure)
  })

  it('is refused when it holds something else, of which nothing is removed', async () => {
    await mkdir(folder)
    await writeFile(join(folder, '000005.log'), 'mine')
    await expect(open()).rejects.toThrow(/it holds other files/)
    expect(await readdir(folder)).toEqual(['000005.log'])
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
