/**
 * Arguments: folder, seed. Opens the store there, goes through the history of the seed turn by turn, and prints the
 * number of each commit once it is acknowledged.
 */

import { writeSync } from 'node:fs'
import { openLevelStore } from '../../../src/broker/store/level-store.ts'
import { StoreModel } from './store-model.ts'
import { StoreDriver } from './store-operations.ts'
import { turnHistory } from './turn-history.ts'

/** Commits that may wait for their acknowledgement. */
const MOST_WAITING = 5

const [folder = '', seed = ''] = process.argv.slice(2)
const history = turnHistory(Number(seed))
writeSync(1, 'started\n')
const store = await openLevelStore({ folder, sync: false })
const driver = new StoreDriver(StoreModel.from(await store.recover()))
let committed = 0
let acknowledged = 0

const takeTurn = (): void => {
  setImmediate(takeTurn)
  if (committed - acknowledged >= MOST_WAITING) return
  for (const change of history.next().value ?? []) driver.apply(store, change)
  const number = ++committed
  store.commit((failure) => {
    if (failure !== undefined) throw failure
    acknowledged = number
    writeSync(1, `${number}\n`)
  })
}

takeTurn()
