/** For a store that LevelDB or the broker calls damaged: saves what can be read. */

import { openLevelDatabase, repairLevelDatabase } from './level-database.ts'
import { loadRows } from './load-rows.ts'

/**
 * The folder can be opened afterwards. What was lost is not known in full: LevelDB leaves out what it cannot read, so
 * make a copy of the folder first.
 *
 * @returns how many rows were dropped because they could not be read, or because what they belong to is gone
 * @throws Failure when nothing can be saved
 */
export async function repairLevelStore(folder: string): Promise<number> {
  await repairLevelDatabase(folder)
  const database = await openLevelDatabase(folder, true)
  try {
    const { damaged } = await loadRows(database, folder, true)
    return damaged.length
  } finally {
    await database.close()
  }
}
