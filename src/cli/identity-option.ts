/** The option `--identity FILE`, and where identities come from without it. */

import { type FindIdentities, fileVariable, identityFinder } from '../state/age/find-identities.ts'
import { nodeFileSystem } from '../state/file-system.ts'
import type { Host } from './host.ts'

export interface IdentityOptions {
  readonly identity?: string
}

/** For every verb that may have to open an encrypted vault. */
export const identityOption = [
  '--identity <file>',
  `the age identity that opens an encrypted vault (default: what ${fileVariable} names)`,
] as const

/** @param stateFolder absolute. */
export function hostIdentities(
  { cwd, env, askSecret }: Host,
  stateFolder: string,
  { identity }: IdentityOptions,
): FindIdentities {
  const named = identity === undefined ? {} : { file: identity }
  return identityFinder({ fs: nodeFileSystem, cwd, env, stateFolder, askSecret, ...named })
}
