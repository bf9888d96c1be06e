/** Finds the devices that an earlier compile saw as they are now, so that nobody needs to look at them again. */

import { dirname } from 'node:path'
import type { EarlierMaterials } from '../state/materials/settled-users.ts'
import type { ResolvableSpec } from '../topology/resolution.ts'
import { rowChanges } from '../topology/row-changes.ts'
import type { Topology } from '../topology/topology.ts'
import { snapshotText } from '../topology/topology-snapshot.ts'
import type { User } from '../topology/user.ts'
import type { EarlierCompile } from './earlier-compile.ts'

export interface KeptDevices {
  /** For the compiler: the users that have to be checked. */
  readonly freshUsers: (input: ResolvableSpec, topology: Topology) => readonly User[]
  /** To go on from; call it after that. */
  readonly materials: () => { readonly earlier?: EarlierMaterials }
}

/** @param path of the spec, as the compiler gets it. */
export function keptDevices(
  { snapshot, runsHere, isClean, materials }: EarlierCompile,
  path: string,
): KeptDevices {
  let kept: ReadonlySet<User> = new Set()
  return {
    freshUsers(input, topology) {
      const changes = rowChanges(snapshot, snapshotText({ input, runsHere }, dirname(path)), input.tables)
      if (changes === undefined) return topology.users
      const isKept = ({ row }: User) => row !== undefined && changes.same.has(row)
      kept = new Set(topology.users.filter(isKept))
      return isClean ? topology.users.filter((user) => !kept.has(user)) : topology.users
    },
    materials: () => (materials === undefined ? {} : { earlier: { record: materials, users: kept } }),
  }
}
