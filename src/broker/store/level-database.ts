/** LevelDB as {@link Database}. It locks its folder; batches are whole or not there, however the process ends. */

import { ClassicLevel } from 'classic-level'
import { errorCode, Failure } from '../../diagnostics/failure.ts'
import type { Database, Row } from './database.ts'
import type { Change } from './notes.ts'
import type { KeyRange } from './row-key.ts'
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
  const level: Level = new ClassicLevel(folder, { keyEncoding: 'utf8', valueEncoding: 'view' })
  try {
    await level.open({ writeBufferSize: WRITE_BUFFER_BYTES })
  } catch (error) {
    throw readFailure(folder, error)
  }
  return new LevelDatabase(level, sync)
}

/** Has LevelDB save what can be read; what cannot ends in `lost/`. @throws Failure */
export async function repairLevelDatabase(folder: string): Promise<void> {
  try {
    await ClassicLevel.repair(folder)
  } catch (error) {
    throw readFailure(folder, error)
  }
}

/** The reason that LevelDB gives, in lower case and without the path before it. */
export function levelReason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const reason = message.slice(message.lastIndexOf(': ') + 1).trim()
  return reason === '' ? message : reason.charAt(0).toLowerCase() + reason.slice(1)
}

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

  async *rows({ first, end }: KeyRange): AsyncGenerator<Row> {
    const iterator = this.#level.iterator({ gte: first, lt: end, highWaterMarkBytes: BYTES_AT_ONCE })
    try {
      for (;;) {
        const entries = await iterator.nextv(ROWS_AT_ONCE)
        if (entries.length === 0) return
        for (const [key, value] of entries) yield { key, value }
      }
    } finally {
      await iterator.close()
    }
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
    return new Failure(`cannot open the store ${folder}: another broker uses it`, { cause })
  const reason = levelReason(cause)
  if (code === 'LEVEL_CORRUPTION' || FILE_DAMAGE.test(reason)) return damagedStore(folder, reason, cause)
  return new Failure(`cannot open the store ${folder}: ${reason}`, { cause })
}

/** What to say of a store that cannot be read. */
export function damagedStore(folder: string, what: string, cause?: unknown): Failure {
  return new Failure(
    `the store ${folder} is damaged (${what}): put a backup in its place, have it repaired, or move it away to start without sessions and retained messages`,
    cause === undefined ? {} : { cause },
  )
}
