/** A `SpecReader` over texts in memory. */

import type { SpecReader } from '../../src/spec/spec-reader.ts'

/** Files by path; there are no globs and no modules. */
export function memoryReader(files: Readonly<Record<string, string>>): SpecReader {
  return {
    readFile: async (path) => {
      const text = files[path]
      if (text === undefined) throw Object.assign(new Error(`no such file: ${path}`), { code: 'ENOENT' })
      return Buffer.from(text)
    },
    glob: async () => [],
    importModule: () => Promise.reject(new Error('there are no modules here')),
  }
}
