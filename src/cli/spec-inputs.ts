/** What a spec was read from, to find out whether it has to be read again. */

import { dirname, join, resolve } from 'node:path'
import { errorCode } from '../diagnostics/failure.ts'
import { digestBytes } from '../files/digest.ts'
import type { SpecReader } from '../spec/spec-reader.ts'

/** Enough to find out later, in another process, whether a spec is still read from the same. */
export interface SpecRecord {
  /** Path and digest. */
  readonly files: readonly (readonly [path: string, digest: string])[]
  readonly globs: readonly Glob[]
}

interface Glob {
  readonly pattern: string
  readonly folder: string
  readonly found: string
}

/** A reader that remembers. */
export class SpecInputs implements SpecReader {
  readonly #reader: SpecReader
  readonly #cwd: string
  /** Path to digest. */
  readonly #files = new Map<string, string>()
  readonly #globs: Glob[] = []
  readonly #modules = new Set<string>()

  constructor(reader: SpecReader, cwd: string) {
    this.#reader = reader
    this.#cwd = cwd
  }

  async readFile(path: string): Promise<Uint8Array> {
    const isFirst = !this.#files.has(path) // what changes while it is read twice has changed
    if (isFirst) this.#files.set(path, MISSING)
    const bytes = await this.#reader.readFile(path)
    if (isFirst) this.#files.set(path, digestBytes(bytes))
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

  /** `undefined` for a spec that is a module: it may import anything. */
  record(): SpecRecord | undefined {
    return this.#modules.size > 0 ? undefined : { files: [...this.#files], globs: this.#globs }
  }

  /** True when a file or a list of files is other than it was. A module always counts. */
  async haveChanged(): Promise<boolean> {
    const record = this.record()
    return record === undefined || haveChanged(record, this.#reader)
  }
}

const MISSING = 'missing'

/** True when the reader finds something else than what was recorded. */
export async function haveChanged({ files, globs }: SpecRecord, reader: SpecReader): Promise<boolean> {
  for (const [path, before] of files) if ((await digestOf(path, reader)) !== before) return true
  for (const { pattern, folder, found } of globs)
    if (textOf(await reader.glob(pattern, folder)) !== found) return true
  return false
}

async function digestOf(path: string, reader: SpecReader): Promise<string> {
  try {
    return digestBytes(await reader.readFile(path))
  } catch (error) {
    if (errorCode(error) === undefined) throw error
    return MISSING
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
