/** What a spec was read from, to find out whether it has to be read again. */

import { dirname, join, resolve } from 'node:path'
import { errorCode } from '../../diagnostics/failure.ts'
import { digestBytes } from '../../files/digest.ts'
import type { SpecReader } from '../../spec/spec-reader.ts'

/** A reader that remembers. */
export class SpecInputs implements SpecReader {
  readonly #reader: SpecReader
  readonly #cwd: string
  /** Path to digest. */
  readonly #files = new Map<string, string>()
  readonly #globs: { readonly pattern: string; readonly folder: string; readonly found: string }[] = []
  readonly #modules = new Set<string>()

  constructor(reader: SpecReader, cwd: string) {
    this.#reader = reader
    this.#cwd = cwd
  }

  async readFile(path: string): Promise<Uint8Array> {
    this.#files.set(path, 'missing')
    const bytes = await this.#reader.readFile(path)
    this.#files.set(path, digestBytes(bytes))
    return bytes
  }

  async glob(pattern: string, folder: string): Promise<readonly string[]> {
    const found = await this.#reader.glob(pattern, folder)
    this.#globs.push({ pattern, folder, found: textOf(found) })
    return found
  }

  importModule(path: string): Promise<unknown> {
    this.#modules.add(path)
    return this.#reader.importModule(path)
  }

  /** Absolute paths of all folders in which a change could matter. */
  folders(): readonly string[] {
    const files = [...this.#files.keys(), ...this.#modules].map((path) => dirname(path))
    const globs = this.#globs.map(({ pattern, folder }) => join(folder, plainPart(pattern)))
    return [...new Set([...files, ...globs].map((folder) => resolve(this.#cwd, folder)))]
  }

  /** True when a file or a list of files is other than it was. A module may import anything, so it always counts. */
  async haveChanged(): Promise<boolean> {
    if (this.#modules.size > 0) return true
    for (const [path, before] of this.#files) if ((await this.#digestOf(path)) !== before) return true
    for (const { pattern, folder, found } of this.#globs)
      if (textOf(await this.#reader.glob(pattern, folder)) !== found) return true
    return false
  }

  async #digestOf(path: string): Promise<string> {
    try {
      return digestBytes(await this.#reader.readFile(path))
    } catch (error) {
      if (errorCode(error) === undefined) throw error
      return 'missing'
    }
  }
}

function textOf(paths: readonly string[]): string {
  return [...paths].sort().join('\0')
}

/** The folders of a pattern before its first wildcard. */
function plainPart(pattern: string): string {
  const steps = pattern.split('/').slice(0, -1)
  const wild = steps.findIndex((step) => /[*?[\]{}()!+@]/.test(step))
  return (wild === -1 ? steps : steps.slice(0, wild)).join('/')
}
