/** A program of this repository in one piece, for tests that start many processes: it is there in a third of the time. */

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { build } from 'rolldown'
import { afterAll, beforeAll } from 'vitest'
import { readyGate } from '../../scripts/ready-gate.ts'

const ROOT = join(import.meta.dirname, '../..')

export interface BundledProgram {
  /** A file for Node.js; there before the first test begins, and gone after the last. */
  readonly path: string
}

/** To be called where tests are declared. `entry` is relative to the root of the repository. */
export function bundled(entry: string): BundledProgram {
  let folder = ''
  beforeAll(async () => {
    // Two folders below the root, as `dist` has it: the program finds the files of the package there.
    mkdirSync(join(ROOT, 'build'), { recursive: true })
    folder = mkdtempSync(join(ROOT, 'build/program-'))
    await build({
      input: join(ROOT, entry),
      platform: 'node',
      external: ['classic-level', 'jiti'], // native, and not to be taken apart
      plugins: [readyGate],
      checks: { eval: false },
      logLevel: 'warn',
      output: { dir: folder, format: 'esm', entryFileNames: '[name].mjs' },
    })
  })
  afterAll(() => {
    if (folder !== '') rmSync(folder, { recursive: true, force: true })
  })
  return {
    get path() {
      return join(folder, basename(entry).replace(/\.ts$/, '.mjs'))
    },
  }
}

/** The command line, as its users start it: `[process.execPath, program.path, …]`. */
export function bundledCommandLine(): BundledProgram {
  return bundled('src/cli/main.ts')
}
