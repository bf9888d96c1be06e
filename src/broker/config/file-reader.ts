/** Reads configuration files from the file system. */

import { readdirSync, readFileSync, statSync } from 'node:fs'
import { Failure, failureReason } from '../../diagnostics/failure.ts'
import type { ConfReader } from '../../mosquitto-files/conf/conf-reader.ts'

/** No configuration that people write is longer. */
const MOST_BYTES = 64 * 1024 * 1024

/** Relative paths start in the folder in which the process runs, as Mosquitto's do. */
export const fileReader: ConfReader = {
  read: (path) =>
    attempt(`read ${path}`, () => {
      const { size } = statSync(path)
      if (size > MOST_BYTES) return new Failure(`cannot read ${path}: it is too large`)
      return readFileSync(path, 'utf8')
    }),
  list: (folder) => attempt(`read the folder ${folder}`, () => readdirSync(folder)),
}

function attempt<Value>(what: string, work: () => Value): Value | Failure {
  try {
    return work()
  } catch (error) {
    const reason = failureReason(error)
    if (reason === undefined) throw error
    return new Failure(`cannot ${what}: ${reason}`, { cause: error })
  }
}
