/** LevelDB as {@link Database}. It locks its folder; batches are whole or not there, however the process ends. */

import { ClassicLevel } from 'classic-level'
import { errorCode, Failure } from '../../diagnostics/failure.ts'
import { DamagedStore } from './damaged-store.ts'
import type { Database, Row } from './database.ts'
import type { Change } from './notes.ts'
import type { KeyRange } from './row-key.ts'
import { RowReader } from './row-reader.ts'
import { RowWriter } from './row-writer.ts'

type Level = ClassicLevel<string, Uint8Array>

const ROWS_AT_ONCE = 1000
const BYTES_AT_ONCE = 1_048_576
/** The log is written into a table when it has grown to this; larger: fewer and longer pauses, slower to open. */
const WRITE_BUFFER_BYTES = 8_388_608
/** What the system says of files that LevelDB has lost or that are too short; everything else is no damage. */
const FILE_DAMAGE = /^(no such file or directory|invalid argument)$/

/** `sync`: a write ends when the disk has it, so that it survives a loss of power. @throws Failure */
export async function openLevelDatabase(folder: string, sync: boolean): Promise<Database> {
  return new LevelDatabase(await openLevel(folder), sync)
}

async function openLevel(folder: string): Promise<Level> {
  const level: Level = new ClassicLevel(folder, { keyEncoding: 'utf8', valueEncoding: 'view' })
  try {
    await level.open({ writeBufferSize: WRITE_BUFFER_BYTES })
  } catch (error) {
    throw readFailure(folder, error)
  }
  return level
}

/** @throws Failure when a broker uses the store; changes nothing in it. */
export async function refuseUsedStore(folder: string): Promise<void> {
  const level = new ClassicLevel(folder)
  try {
    // LevelDB takes the lock first, then refuses what is there before it reads any of it.
    await level.open({ errorIfExists: true, createIfMissing: false })
    await level.close()
  } catch (error) {
    const failure = readFailure(folder, error)
    if (failure instanceof StoreInUse) throw failure
  }
}

/**
 * Copies the rows whose checksums are right, past those that cannot be read, into a new database.
 *
 * @returns how many of the others there were
 * @throws Failure when one of the two cannot be opened, or the new one not be written
 */
export async function copyRows(from: string, to: string): Promise<number> {
  const source = await openLevel(from)
  const target = await openLevel(to)
  try {
    let dropped = 0
    const batch = target.batch()
    for await (const { key, value } of readableRows(source)) {
      if (new RowReader({ key, value }).isDamaged) dropped++
      else batch.put(key, value)
    }
    await batch.write({ sync: true })
    return dropped
  } catch (error) {
    throw readFailure(to, error)
  } finally {
    await source.close()
    await target.close()
  }
}

/** An iterator passes over blocks that cannot be read, and says so at its end, with what it has read last: one by one then. */
async function* readableRows(level: Level): AsyncGenerator<Row> {
  let last: string | undefined
  try {
    for await (const row of rowsOf(level, {}, ROWS_AT_ONCE)) {
      yield row
      last = row.key
    }
    return
  } catch (error) {
    if (errorCode(error)?.startsWith('LEVEL_') !== true) throw error
  }
  try {
    yield* rowsOf(level, last === undefined ? {} : { gt: last }, 1)
  } catch (error) {
    if (errorCode(error)?.startsWith('LEVEL_') !== true) throw error
  }
}

async function* rowsOf(
  level: Level,
  range: { readonly gt?: string; readonly gte?: string; readonly lt?: string },
  atOnce: number,
): AsyncGenerator<Row> {
  const iterator = level.iterator({ ...range, highWaterMarkBytes: BYTES_AT_ONCE })
  try {
    for (;;) {
      const entries = await iterator.nextv(atOnce)
      if (entries.length === 0) return
      for (const [key, value] of entries) yield { key, value }
    }
  } finally {
    await iterator.close()
  }
}

/** The reason that LevelDB gives, in lower case and without the path before it. */
export function levelReason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const missing = /missing files; e\.g\.: .*?([^/]*)$/.exec(message)?.[1]
  if (missing !== undefined) return `the file ${missing} is missing`
  const reason = message.slice(message.lastIndexOf(': ') + 1).trim()
  return reason === '' ? message : reason.charAt(0).toLowerCase() + reason.slice(1)
}

class StoreInUse extends Failure {}

class LevelDatabase implements Database {
  readonly #level: Level
  readonly #sync: boolean
  readonly #writer = new RowWriter()

  constructor(level: Level, sync: boolean) {
    this.#level = level
    this.#sync = sync
  }

  async write(changes: Iterable<Change>): Promise<void> {
    const batch = this.#level.batch()
    for (const { key, write } of changes) {
      if (write === undefined) batch.del(key)
      else batch.put(key, this.#writer.row(key, write)) // is copied
    }
    await batch.write({ sync: this.#sync })
  }

  rows({ first, end }: KeyRange): AsyncGenerator<Row> {
    return rowsOf(this.#level, { gte: first, lt: end }, ROWS_AT_ONCE)
  }

  removeRange({ first, end }: KeyRange): Promise<void> {
    return this.#level.clear({ gte: first, lt: end })
  }

  close(): Promise<void> {
    return this.#level.close()
  }
}

/** What to say of a folder that LevelDB does not open or read. Bugs and failures stay what they are. */
export function readFailure(folder: string, error: unknown): unknown {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
  const code = errorCode(cause)
  if (error instanceof Failure || code?.startsWith('LEVEL_') !== true) return error
  if (code === 'LEVEL_LOCKED')
    return new StoreInUse(`cannot open the store ${folder}: another broker uses it`, { cause })
  const reason = levelReason(cause)
  if (code === 'LEVEL_CORRUPTION' || FILE_DAMAGE.test(reason)) return new DamagedStore(folder, reason, cause)
  return new Failure(`cannot open the store ${folder}: ${reason}`, { cause })
}
