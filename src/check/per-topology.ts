/** Lets rules share what they work out about a topology. */

import type { Topology } from '../topology/topology.ts'

/** Computes a value once for each topology. */
export function perTopology<Value>(compute: (topology: Topology) => Value): (topology: Topology) => Value {
  const known = new WeakMap<Topology, { readonly value: Value }>()
  return (topology) => {
    const entry = known.get(topology) ?? { value: compute(topology) }
    known.set(topology, entry)
    return entry.value
  }
}
