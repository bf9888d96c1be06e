/** Where a spec's state and output are, unless the command line says otherwise: apart for each environment. */

import { join, resolve } from 'node:path'
import type { Host } from './host.ts'

export interface FolderOptions {
  /** The environment. */
  readonly env?: string
  /** The state folder as given. */
  readonly state?: string
}

/** `.mqttopia` beside the spec; `.mqttopia/environments/NAME` for an environment. Absolute. */
export function stateFolder({ cwd }: Host, specFolder: string, { env, state }: FolderOptions): string {
  if (state !== undefined) return resolve(cwd, state)
  return resolve(specFolder, '.mqttopia', ...(env === undefined ? [] : [join('environments', env)]))
}

/** `build`, or `build-NAME` for an environment; as it is shown. */
export function outputFolder({ env, out }: { readonly env?: string; readonly out?: string }): string {
  return out ?? (env === undefined ? 'build' : `build-${env}`)
}

/** `public-build`, or `public-build-NAME`: it may be committed, unlike the other. As it is shown. */
export function publicFolder({ env, out }: { readonly env?: string; readonly out?: string }): string {
  return out ?? (env === undefined ? 'public-build' : `public-build-${env}`)
}

/** For the help of every verb that takes `--state`. */
export const stateOption = [
  '--state <folder>',
  'where keys and certificates are kept (default: .mqttopia beside the spec; its environments/NAME with --env)',
] as const
