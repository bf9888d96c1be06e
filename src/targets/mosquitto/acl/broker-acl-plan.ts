/** The plan of one broker's ACL file. */

import { createTopicSets } from '../../../topic/topic-set.ts'
import type { Broker } from '../../../topology/broker.ts'
import { remembered } from '../../../topology/remembered.ts'
import type { Topology } from '../../../topology/topology.ts'
import { type AclPlan, planAcl } from './acl-plan.ts'
import { bridgedTopics, brokerPrincipals } from './broker-principals.ts'

/** Made once: the rules ask for it, and the emitter. */
export function brokerAclPlan(topology: Topology, broker: Broker): AclPlan {
  return planOf(topology)(broker)
}

const planOf = remembered((topology: Topology) =>
  remembered((broker: Broker) => planBroker(topology, broker)),
)

function planBroker(topology: Topology, broker: Broker): AclPlan {
  return planAcl(createTopicSets(), brokerPrincipals(topology, broker), {
    version: broker.engine.version,
    bridged: bridgedTopics(topology, broker),
  })
}
