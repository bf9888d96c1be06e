/** Grants of everything. */

import { covers, parseFilter } from '../topic/filter.ts'
import type { Topology } from '../topology/topology.ts'
import { type WrittenGrant, writtenGrants } from './written-grants.ts'

const EVERYTHING = parseFilter('#')

/** The written allows of `#`, however spelt. */
export function everythingGrants(topology: Topology): readonly WrittenGrant[] {
  return writtenGrants(topology).filter(
    ({ grant, filter }) => grant.effect === 'allow' && covers(filter, EVERYTHING),
  )
}
