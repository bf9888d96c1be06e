/** What the rules of this target look at: the topology, and the access plan of each broker, made once. */

import type { Rule } from '../../diagnostics/rule.ts'
import type { Broker } from '../../topology/broker.ts'
import type { Topology } from '../../topology/topology.ts'
import { type TopologySubject, topologySubject } from '../../topology/topology-subject.ts'
import type { AclPlan } from './acl/acl-plan.ts'
import { brokerAclPlan } from './acl/broker-acl-plan.ts'

export interface MosquittoSubject extends TopologySubject {
  /** Empty where the broker does not use an ACL file. */
  readonly aclPlanOf: (broker: Broker) => AclPlan
}

export type MosquittoRule = Rule<MosquittoSubject>

const NO_PLAN: AclPlan = { patterns: [], classes: [], problems: [] }

export function mosquittoSubject(topology: Topology, fresh = topology.users): MosquittoSubject {
  const aclPlanOf = (broker: Broker) =>
    broker.access === 'acl-file' ? brokerAclPlan(topology, broker) : NO_PLAN
  return { ...topologySubject(topology, fresh), aclPlanOf }
}
