/** What an output folder remembers of the spec that it was compiled from. */

import { join } from 'node:path'
import { errorCode, Failure } from '../../diagnostics/failure.ts'
import { digestBytes } from '../../files/digest.ts'
import {
  parseSnapshot,
  runsHereOf,
  SNAPSHOT_FILE,
  type TopologySnapshot,
} from '../../topology/topology-snapshot.ts'
import { type FileSystem, nodeFileSystem } from '../file-system.ts'

/** What is damaged, or not of this version of mqttopia, is found out when more is asked for than the text: a Failure. */
export interface OutputSnapshot extends TopologySnapshot {
  readonly digest: string
  /** As it stands in the file. */
  readonly text: string
}

/**
 * `undefined` for a folder that is not there, or is empty.
 *
 * @throws Failure for one that has files, and no snapshot
 */
export function readOutputSnapshot(
  folder: string,
  fs: FileSystem = nodeFileSystem,
): OutputSnapshot | undefined {
  const file = join(folder, SNAPSHOT_FILE)
  const bytes = readIfThere(fs, file)
  if (bytes === undefined) {
    if (isEmpty(fs, folder)) return undefined
    throw new Failure(
      `${folder} does not say what it was compiled from: there is no ${SNAPSHOT_FILE} in it; compile once, or compare with --against REVISION`,
    )
  }
  return lazySnapshot(file, bytes)
}

/** A fleet's may be large, and who knows its text may know enough. */
function lazySnapshot(file: string, bytes: Buffer): OutputSnapshot {
  const text = bytes.toString()
  let parsed: TopologySnapshot | undefined
  const snapshot = () => {
    parsed ??= parseSnapshot(text)
    if (parsed !== undefined) return parsed
    throw new Failure(
      `${file} is damaged, or of another version of mqttopia; compile once, or compare with --against REVISION`,
    )
  }
  return {
    ...{ digest: digestBytes(bytes), text },
    get input() {
      return snapshot().input
    },
    get runsHere() {
      return runsHereOf(text) ?? snapshot().runsHere
    },
  }
}

function readIfThere(fs: FileSystem, file: string): Buffer | undefined {
  try {
    return fs.readFileSync(file)
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '')) return undefined
    throw error
  }
}

function isEmpty(fs: FileSystem, folder: string): boolean {
  if (!fs.existsSync(folder)) return true
  if (fs.statSync(folder).isDirectory()) return fs.readdirSync(folder).length === 0
  throw new Failure(`${folder} is no folder`)
}
