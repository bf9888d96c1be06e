/** What every rule about a topology looks at. */

import type { Topology } from './topology.ts'
import type { User } from './user.ts'

export interface TopologySubject {
  readonly topology: Topology
  /**
   * The users that a rule which looks at each user by itself has to look at: all of them, or only those that an earlier
   * check without findings did not see as they are. In the order of the topology.
   */
  readonly fresh: readonly User[]
}

export function topologySubject(topology: Topology, fresh = topology.users): TopologySubject {
  return { topology, fresh }
}
