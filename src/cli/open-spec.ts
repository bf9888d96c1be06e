/** From the command line's `[spec]` to a compilation. */

import { existsSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { type Compilation, type CompileOptions, compile } from '../compile.ts'
import { errorCode, Failure, orFail } from '../diagnostics/failure.ts'
import type { Topology } from '../topology/topology.ts'
import type { Host } from './host.ts'
import { stateFolder } from './own-folders.ts'
import { rememberedFindings } from './remembered-findings.ts'

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

export interface OpenOptions {
  readonly env?: string
  /** The state folder as given; see `own-folders.ts`. */
  readonly state?: string
  /** Takes the topology to where it shall run, before it is checked. */
  readonly move?: (topology: Topology) => Promise<Topology>
  readonly freshUsers?: CompileOptions['freshUsers']
}

/** @throws Failure when there is no such file, or it cannot be read. */
export async function openSpec(
  host: Host,
  given: string | undefined,
  { move, freshUsers, ...place }: OpenOptions,
): Promise<OpenSpec> {
  const path = specPath(host, given)
  const folder = specFolder(host, path)
  const { env: environment } = place
  const findings = rememberedFindings(path, stateFolder(host, folder, place), host.now())
  const named = {
    ...{ now: host.now(), folderName: basename(folder) },
    ...(environment === undefined ? {} : { environment }),
    ...(move === undefined ? { findings } : { move }),
    ...(freshUsers === undefined ? {} : { freshUsers }),
  }
  const compilation = await orFail(`read ${path}`, () =>
    compile(path, host.reader, named).catch((error: unknown) => {
      const cause = systemError(error)
      throw errorCode(cause) === 'EISDIR' ? folderGiven(host, path) : cause
    }),
  )
  return { ...compilation, folder }
}

/** Absolute. */
export function specFolder({ cwd }: Host, path: string): string {
  return dirname(resolve(cwd, path))
}

/** The spec that is meant; without a name, the one in the working folder. @throws Failure when there is none. */
export function specPath(host: Host, given: string | undefined): string {
  return given ?? defaultSpec(host)
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
