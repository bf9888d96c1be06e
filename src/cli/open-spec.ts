/** From the command line's `[spec]` to a compilation. */

import { existsSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { type Compilation, compile } from '../compile.ts'
import { errorCode, Failure, orFail } from '../diagnostics/failure.ts'
import type { Host } from './host.ts'

const DEFAULT_NAMES = [
  'topology.yaml',
  'topology.yml',
  'topology.json',
  'topology.ts',
  'topology.mjs',
  'topology.js',
]

export interface OpenSpec extends Compilation {
  /** Absolute path of the folder that the spec stands in. */
  readonly folder: string
}

/** @throws Failure when there is no such file, or it cannot be read. */
export async function openSpec(
  host: Host,
  given: string | undefined,
  { env: environment }: { readonly env?: string },
): Promise<OpenSpec> {
  const path = given ?? defaultSpec(host)
  const folder = dirname(resolve(host.cwd, path))
  const options = { now: host.now(), folderName: basename(folder) }
  const named = environment === undefined ? options : { ...options, environment }
  const compilation = await orFail(`read ${path}`, () =>
    compile(path, host.reader, named).catch((error: unknown) => {
      const cause = systemError(error)
      throw errorCode(cause) === 'EISDIR' ? folderGiven(host, path) : cause
    }),
  )
  return { ...compilation, folder }
}

function defaultSpec({ cwd }: Host): string {
  const found = specIn(cwd)
  if (found !== undefined) return found
  throw new Failure('there is no topology.yaml here: name a spec, or make one with "mqttopia init"')
}

function specIn(folder: string): string | undefined {
  return DEFAULT_NAMES.find((name) => existsSync(join(folder, name)))
}

/** The loader's own error is a sentence, with what the system said as its cause. */
function systemError(error: unknown): unknown {
  return error instanceof Error && errorCode(error.cause) !== undefined ? error.cause : error
}

function folderGiven({ cwd }: Host, path: string): Failure {
  const name = specIn(resolve(cwd, path))
  const hint = name === undefined ? 'name the spec in it' : `did you mean "${join(path, name)}"?`
  return new Failure(`cannot read ${path}: it is a folder; ${hint}`)
}
