/** The plan of one broker's ACL file. */

import { createTopicSets } from '../../../topic/topic-set.ts'
import type { Broker } from '../../../topology/broker.ts'
import type { Topology } from '../../../topology/topology.ts'
import { type AclPlan, planAcl } from './acl-plan.ts'
import { bridgedTopics, brokerPrincipals } from './broker-principals.ts'

export function brokerAclPlan(topology: Topology, broker: Broker): AclPlan {
  return planAcl(createTopicSets(), brokerPrincipals(topology, broker), {
    version: broker.engine.version,
    bridged: bridgedTopics(topology, broker),
  })
}
