/** LevelDB's own repair, in a process of its own: it ends its process when it meets keys that are garbled. */

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { Failure } from '../../diagnostics/failure.ts'

/** Text, because a process cannot load TypeScript. Arguments: the library, the folder. */
const PROGRAM = `
  import(process.argv[1])
    .then(({ ClassicLevel }) => ClassicLevel.repair(process.argv[2]))
    .catch((error) => {
      console.error(String(error.cause ?? error))
      process.exitCode = 1
    })`

/** Puts together what LevelDB finds in its files. @throws Failure when it does not get so far. */
export async function repairApart(folder: string): Promise<void> {
  const args = ['-e', PROGRAM, '--', import.meta.resolve('classic-level'), folder]
  try {
    await promisify(execFile)(process.execPath, args)
  } catch (error) {
    throw new Failure(`cannot repair the store: LevelDB cannot put together what is left of its files`, {
      cause: error,
    })
  }
}
