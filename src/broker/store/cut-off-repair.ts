/** A repair that was cut off between the two renames of its swap: the new store is whole, and not in its place yet. */

import { access, rename } from 'node:fs/promises'
import { errorCode, Failure, orFail } from '../../diagnostics/failure.ts'

/** Where the repaired store of `folder` is from the moment it is whole until it takes its place. */
export function repairedFolderOf(folder: string): string {
  return `${folder}.repaired`
}

/** A new store would begin without what the repair has saved. @throws Failure */
export async function refuseCutOffRepair(folder: string): Promise<void> {
  if (!(await isCutOff(folder))) return
  const repaired = repairedFolderOf(folder)
  throw new Failure(
    `the store ${folder} is not there, because a repair was cut off: put what it has saved in its place with "mqttopia broker -c FILE --repair-store", or move ${repaired} away to start without sessions and retained messages`,
  )
}

/** @returns whether there was such a repair; then the store is in its place. */
export async function finishCutOffRepair(folder: string): Promise<boolean> {
  if (!(await isCutOff(folder))) return false
  await orFail(`put the repaired store in the place of ${folder}`, () =>
    rename(repairedFolderOf(folder), folder),
  )
  return true
}

async function isCutOff(folder: string): Promise<boolean> {
  return !(await isThere(folder)) && (await isThere(repairedFolderOf(folder)))
}

async function isThere(path: string): Promise<boolean> {
  try {
    await access(path)
    return true
  } catch (error) {
    return errorCode(error) !== 'ENOENT' // whoever uses it next says what else is wrong with it
  }
}
