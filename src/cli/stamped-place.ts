/** Where the stamp of a compile is kept, and the key under which it counts. */

import { join, resolve } from 'node:path'
import { digestText } from '../files/digest.ts'
import { type FileSystem, nodeFileSystem } from '../state/file-system.ts'
import { locateOutput } from '../state/output/output-folder.ts'
import type { StampPlace } from '../state/stamp/compile-stamp.ts'
import type { Host } from './host.ts'
import { specFolder, specPath } from './open-spec.ts'
import { stateFolder as ownStateFolder } from './own-folders.ts'
import { programIdentity } from './version.ts'

export interface StampedOptions {
  readonly env?: string
  readonly state?: string
  /** The output folder, as given. */
  readonly out: string
}

export interface StampedPlace extends StampPlace {
  readonly fs: FileSystem
  /** Of the program and everything on the command line that matters. */
  readonly key: string
  /** Absolute. */
  readonly stateFolder: string
}

/** @throws Failure when there is no spec, or the output cannot be where it shall. */
export function stampedPlace(
  host: Host,
  path: string | undefined,
  { env, ...options }: StampedOptions,
): StampedPlace {
  const { cwd } = host
  const fs = nodeFileSystem
  const spec = specPath(host, path)
  const named = env === undefined ? options : { ...options, env }
  const stateFolder = ownStateFolder(host, specFolder(host, spec), named)
  const output = resolve(cwd, options.out)
  const target = locateOutput(fs, output)
  const facts = [programIdentity(), cwd, spec, stateFolder, output, env ?? null]
  const key = digestText(JSON.stringify(facts))
  return { fs, folder: join(stateFolder, 'cache'), target, stateFolder, key }
}
