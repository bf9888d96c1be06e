/** The option `--identity FILE`, and where identities come from without it. */

import {
  type FindIdentities,
  fileVariable,
  type IdentityPlaces,
  identityFinder,
  isIdentityAtHand,
} from '../state/age/find-identities.ts'
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
export function hostIdentities(host: Host, stateFolder: string, options: IdentityOptions): FindIdentities {
  return identityFinder(placesOf(host, stateFolder, options))
}

/** Whether there is one to open a vault with; whether it is the right one shows then. */
export function hasIdentity(host: Host, stateFolder: string, options: IdentityOptions): boolean {
  return isIdentityAtHand(placesOf(host, stateFolder, options))
}

function placesOf(
  { cwd, env, askSecret }: Host,
  stateFolder: string,
  { identity }: IdentityOptions,
): IdentityPlaces {
  const named = identity === undefined ? {} : { file: identity }
  return { fs: nodeFileSystem, cwd, env, stateFolder, askSecret, ...named }
}
