/** The first look at a database: whose it is, and what it holds. */

import { Failure } from '../../diagnostics/failure.ts'
import { DamagedStore } from './damaged-store.ts'
import type { Database } from './database.ts'
import { readFailure } from './level-database.ts'
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
    await checkFormat(database, folder, dropsDamaged)
    const recovery = new Recovery()
    await recovery.read(database)
    const [damaged] = recovery.damaged
    if (damaged !== undefined && !dropsDamaged)
      throw new DamagedStore(folder, `${recovery.damaged.length} rows cannot be read`)
    await database.write(recovery.leftovers.changes())
    return recovery
  } catch (error) {
    throw readFailure(folder, error)
  }
}

async function checkFormat(database: Database, folder: string, mayBeLost: boolean): Promise<void> {
  const format = await formatOf(database)
  if (format === 'ours') return
  if (format === 'another')
    throw new Failure(`cannot read the store ${folder}: another version of mqttopia wrote it`)
  if (format === 'foreign') throw new Failure(`cannot read the store ${folder}: mqttopia did not write it`)
  if (format === 'lost' && !mayBeLost)
    throw new DamagedStore(folder, 'the row that says what it is cannot be read')
  const notes = new Notes()
  notes.put(FORMAT_KEY, writeFormat, undefined, true)
  await database.write(notes.changes())
}

/** The first row says it. Where it is lost, another row with a checksum that is right shows whose the database is. */
async function formatOf(database: Database): Promise<'empty' | 'ours' | 'another' | 'lost' | 'foreign'> {
  let isEmpty = true
  for await (const { key, value } of database.rows(ALL)) {
    isEmpty = false
    const reader = new RowReader({ key, value })
    const text = reader.rest().toString()
    if (key === FORMAT_KEY) return reader.isWhole && text === FORMAT ? 'ours' : 'another'
    if (reader.isWhole) return 'lost'
  }
  return isEmpty ? 'empty' : 'foreign'
}

function writeFormat(writer: RowWriter): void {
  writer.rest(Buffer.from(FORMAT))
}
