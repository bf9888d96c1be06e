/** What has changed since an earlier compile, so that nobody needs to look at the users who are what they were. */

import { dirname } from 'node:path'
import type { EarlierMaterials } from '../state/materials/settled-users.ts'
import { earlierTopology } from '../topology/earlier-topology.ts'
import type { ResolvableSpec } from '../topology/resolution.ts'
import { rowChanges } from '../topology/row-changes.ts'
import type { Topology } from '../topology/topology.ts'
import { snapshotText } from '../topology/topology-snapshot.ts'
import type { User } from '../topology/user.ts'
import { changedUserPairs } from '../topology/user-pairs.ts'
import type { EarlierCompile } from './earlier-compile.ts'

/** An earlier compile from a spec that differs in rows of fleets alone. */
export interface EarlierSpec {
  /** The text of its snapshot. */
  readonly snapshot: string
  /** Whoever has not changed since is the same object in the later one. */
  readonly topology: Topology
}

export interface SinceEarlier {
  /** For the compiler: the users that have to be checked. */
  readonly freshUsers: (input: ResolvableSpec, topology: Topology) => readonly User[]
  /** What to go on from; call it after that. */
  readonly materials: () => { readonly earlier?: EarlierMaterials }
  readonly spec: () => { readonly earlier?: EarlierSpec }
}

/** @param path of the spec, as the compiler gets it. */
export function sinceEarlier(
  { snapshot, runsHere, isClean, materials }: EarlierCompile,
  path: string,
): SinceEarlier {
  let found: (EarlierSpec & Pick<EarlierMaterials, 'fresh' | 'gone'>) | undefined
  return {
    freshUsers(input, topology) {
      const rows = rowChanges(snapshot, snapshotText({ input, runsHere }, dirname(path)), input.tables)
      const earlier = rows && earlierTopology(topology, input, rows)
      if (earlier === undefined) return topology.users
      found = { snapshot, topology: earlier, ...movedUsers(earlier, topology) }
      return isClean ? found.fresh : topology.users
    },
    materials() {
      if (found === undefined || materials === undefined) return {}
      const { fresh, gone } = found
      return { earlier: { record: materials, fresh, gone } }
    },
    spec: () => (found === undefined ? {} : { earlier: found }),
  }
}

function movedUsers(earlier: Topology, later: Topology): Pick<EarlierMaterials, 'fresh' | 'gone'> {
  const pairs = [...changedUserPairs(earlier.users, later.users)]
  return {
    fresh: pairs.flatMap(({ now }) => now ?? []),
    gone: pairs.flatMap(({ old, now }) => (now === undefined ? [old.name] : [])),
  }
}
