/** Grants that stand in one list of the spec. */

import type { Topology } from '../topology/topology.ts'
import { type WrittenGrant, writtenGrants } from './written-grants.ts'

/**
 * The written grants of each user, role or fleet that have the same effect and action. Of a fleet whose topics come
 * from its table, only those of the first device: the other rows would say the same again.
 */
export function siblingGrants(topology: Topology): readonly (readonly WrittenGrant[])[] {
  const lists = new Map<string, Map<string, WrittenGrant>>()
  for (const written of writtenGrants(topology)) {
    const { effect, action, path } = written.grant
    const key = [effect, action, ...path.slice(0, 2)].join('\0')
    const list = lists.get(key) ?? new Map<string, WrittenGrant>()
    lists.set(key, list)
    const place = path.join('\0')
    if (!list.has(place)) list.set(place, written)
  }
  return Array.from(lists.values(), (list) => [...list.values()])
}
