/** The first look at a database: whose it is, and what it holds. */

import { Failure } from '../../diagnostics/failure.ts'
import type { Database } from './database.ts'
import { damagedStore, readFailure } from './level-database.ts'
import { Notes } from './notes.ts'
import { Recovery } from './recovery.ts'
import { FORMAT_KEY } from './row-key.ts'
import { RowReader } from './row-reader.ts'
import type { RowWriter } from './row-writer.ts'

const FORMAT = 'mqttopia store 1'

/** The first key, and the end of all. */
const ALL = { first: '', end: '\u{10ffff}' }

/**
 * Reads all rows, and removes those that nothing leads to.
 *
 * @param dropsDamaged removes rows that cannot be read too; otherwise they are a failure
 * @throws Failure when it is damaged, or not ours to read
 */
export async function loadRows(database: Database, folder: string, dropsDamaged: boolean): Promise<Recovery> {
  try {
    await checkFormat(database, folder)
    const recovery = new Recovery()
    await recovery.read(database)
    const [damaged] = recovery.damaged
    if (damaged !== undefined && !dropsDamaged)
      throw damagedStore(folder, `${recovery.damaged.length} rows cannot be read`)
    await database.write(recovery.leftovers.changes())
    return recovery
  } catch (error) {
    throw readFailure(folder, error)
  }
}

async function checkFormat(database: Database, folder: string): Promise<void> {
  for await (const { key, value } of database.rows(ALL)) {
    const reader = new RowReader({ key, value })
    const format = reader.rest().toString()
    if (key === FORMAT_KEY && reader.isWhole && format === FORMAT) return
    const whose = key === FORMAT_KEY ? 'another version of mqttopia wrote it' : 'mqttopia did not write it'
    throw new Failure(`cannot read the store ${folder}: ${whose}`)
  }
  const notes = new Notes()
  notes.put(FORMAT_KEY, writeFormat, undefined, true)
  await database.write(notes.changes())
}

function writeFormat(writer: RowWriter): void {
  writer.rest(Buffer.from(FORMAT))
}
