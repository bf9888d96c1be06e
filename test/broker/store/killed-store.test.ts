/** SIGKILL at random moments, again and again on the same folder. `MQTTOPIA_KILLS` for more rounds. */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { openLevelDatabase } from '../../../src/broker/store/level-database.ts'
import { openLevelStore } from '../../../src/broker/store/level-store.ts'
import { bundled } from '../../support/bundled.ts'
import { MemoryDisk } from './memory-database.ts'
import { StoreModel } from './store-model.ts'
import { StoreDriver } from './store-operations.ts'
import { turnHistory } from './turn-history.ts'

const ROUNDS = Number(process.env.MQTTOPIA_KILLS ?? 50)
const SEED = Number(process.env.MQTTOPIA_SEED ?? Date.now() % 1e9)
const SCRIPT = bundled('test/broker/store/commit-until-killed.ts')
/** Committed, but not acknowledged when the process ended: those that wait, and the one whose number was not printed. */
const MOST_UNACKNOWLEDGED = 6

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mqttopia-killed-'))
})

afterAll(() => rm(folder, { recursive: true }))

interface Ending {
  /** Number of the last commit that was acknowledged; 0 none. */
  readonly acknowledged: number
  readonly wasKilled: boolean
}

/** Runs the script; the moment of the kill is random: from before the store is opened to after many commits. */
async function commitUntilKilled(seed: number): Promise<Ending> {
  const child = spawn(process.execPath, [SCRIPT.path, folder, String(seed)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  child.stdout.setEncoding('utf8')
  child.stdout.on('data', (text: string) => {
    output += text
  })
  await once(child.stdout, 'data')
  const wasKilled = await kill(child, Math.random() ** 2 * 300)
  const lines = output
    .slice(0, output.lastIndexOf('\n') + 1)
    .trim()
    .split('\n')
  return { acknowledged: Number(lines.slice(1).at(-1) ?? 0), wasKilled }
}

async function kill(child: ChildProcess, afterMs: number): Promise<boolean> {
  const closed = once(child, 'close')
  await Promise.race([sleep(afterMs), closed])
  child.kill('SIGKILL')
  await closed
  return child.signalCode === 'SIGKILL'
}

async function rowsInFolder(): Promise<MemoryDisk> {
  const disk = new MemoryDisk()
  const database = await openLevelDatabase(folder, false)
  for await (const { key, value } of database.rows({ first: '', end: '\u{10ffff}' }))
    disk.rows.set(key, value)
  await database.close()
  return disk
}

/** The states that a store which starts from `disk` may be in, when it was ended in this way. */
async function possibleStates(disk: MemoryDisk, seed: number, acknowledged: number): Promise<Set<string>> {
  const store = await openLevelStore({ folder, sync: false, openDatabase: disk.open })
  const model = StoreModel.from(await store.recover())
  const driver = new StoreDriver(model)
  const states = new Set<string>()
  if (acknowledged === 0) states.add(model.canonical())
  let number = 0
  for (const changes of turnHistory(seed)) {
    for (const change of changes) driver.apply(store, change)
    if (++number >= acknowledged) states.add(model.canonical())
    if (number === acknowledged + MOST_UNACKNOWLEDGED) break
  }
  return states
}

describe('a store whose process is killed', () => {
  it(
    `holds all that was acknowledged, and the state of a commit, each of ${ROUNDS} times (MQTTOPIA_SEED=${SEED})`,
    async () => {
      let commits = 0
      for (let round = 0; round < ROUNDS; round++) {
        const seed = SEED + round * 1000
        const before = await rowsInFolder()
        const { acknowledged, wasKilled } = await commitUntilKilled(seed)
        expect(wasKilled).toBe(true)
        const store = await openLevelStore({ folder, sync: false })
        const found = StoreModel.from(await store.recover())
        await store.close()
        expect(await possibleStates(before, seed, acknowledged)).toContain(found.canonical())
        expect((await rowsInFolder()).rows.size).toBe(1 + found.rowCount)
        commits += acknowledged
      }
      if (ROUNDS >= 10) expect(commits).toBeGreaterThan(ROUNDS)
    },
    60_000 + ROUNDS * 5000,
  )
})
