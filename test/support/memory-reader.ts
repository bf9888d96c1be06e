/** A `SpecReader` over texts in memory. */

import { posix } from 'node:path'
import type { SpecReader } from '../../src/spec/spec-reader.ts'

/** What a module's namespace is, or a failure to throw while it is loaded. */
export type Modules = Readonly<Record<string, unknown>>

/**
 * Files by path; a path that others lead through is a folder, and an `Error` is thrown as it is. Patterns know
 * `*` and `**` alone.
 */
export function memoryReader(
  files: Readonly<Record<string, string | Uint8Array | Error>>,
  modules: Modules = {},
): SpecReader {
  return {
    readFile: async (path) => {
      const content = files[posix.normalize(path)]
      if (content instanceof Error) throw content
      if (content !== undefined) return typeof content === 'string' ? Buffer.from(content) : content
      const isFolder = Object.keys(files).some((file) => file.startsWith(`${posix.normalize(path)}/`))
      throw systemError(isFolder ? 'EISDIR' : 'ENOENT', path)
    },
    glob: async (pattern, folder) => {
      const wanted = patternOf(posix.join(folder, pattern))
      return Object.keys(files)
        .filter((file) => wanted.test(file))
        .map((file) => posix.relative(folder, file))
        .reverse() // in no set order
    },
    importModule: async (path) => {
      const module = modules[posix.normalize(path)]
      if (module instanceof Error) throw module
      return module
    },
  }
}

/** An error as Node's file system throws it. */
export function systemError(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code })
}

function patternOf(glob: string): RegExp {
  const parts = glob.split(/(\*\*\/|\*)/).map((part) => {
    if (part === '**/') return '(?:.*/)?'
    return part === '*' ? '[^/]*' : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')
  })
  return new RegExp(`^${parts.join('')}$`)
}
