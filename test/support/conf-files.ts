/** Configuration files in memory. */

import { Failure } from '../../src/diagnostics/failure.ts'
import type { ConfReader } from '../../src/mosquitto-files/conf/conf-reader.ts'

/** Files by path; a path that others lead through is a folder. */
export function confFiles(files: Readonly<Record<string, string>>): ConfReader {
  return {
    read: (path) => files[path] ?? new Failure(`cannot read ${path}: it does not exist`),
    list: (folder) => {
      const inside = Object.keys(files).filter((path) => path.startsWith(`${folder}/`))
      if (inside.length === 0) return new Failure(`cannot read the folder ${folder}: it does not exist`)
      return inside.map((path) => path.slice(folder.length + 1))
    },
  }
}
