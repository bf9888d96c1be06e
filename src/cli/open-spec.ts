/** From the command line's `[spec]` to a compilation. */

import { existsSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { type Compilation, compile } from '../compile.ts'
import { Failure, orFail } from '../state/failure.ts'
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
  const compilation = await orFail(`read ${path}`, () =>
    compile(path, host.reader, environment === undefined ? options : { ...options, environment }),
  )
  return { ...compilation, folder }
}

function defaultSpec({ cwd }: Host): string {
  const found = DEFAULT_NAMES.find((name) => existsSync(resolve(cwd, name)))
  if (found !== undefined) return found
  throw new Failure('there is no topology.yaml here: name a spec, or make one with "mqttopia init"')
}
