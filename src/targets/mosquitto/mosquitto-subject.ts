/** What the rules of this target look at: the topology, and the access plan of each broker, made once. */

import type { Rule } from '../../diagnostics/rule.ts'
import type { Broker } from '../../topology/broker.ts'
import type { Topology } from '../../topology/topology.ts'
import type { AclPlan } from './acl/acl-plan.ts'
import { brokerAclPlan } from './acl/broker-acl-plan.ts'

export interface MosquittoSubject {
  readonly topology: Topology
  /** Empty where the broker does not use an ACL file. */
  readonly aclPlanOf: (broker: Broker) => AclPlan
}

export type MosquittoRule = Rule<MosquittoSubject>

const NO_PLAN: AclPlan = { patterns: [], classes: [], problems: [] }

export function mosquittoSubject(topology: Topology): MosquittoSubject {
  const plans = new Map<Broker, AclPlan>()
  const aclPlanOf = (broker: Broker): AclPlan => {
    const known = plans.get(broker)
    if (known !== undefined) return known
    const plan = broker.access === 'acl-file' ? brokerAclPlan(topology, broker) : NO_PLAN
    plans.set(broker, plan)
    return plan
  }
  return { topology, aclPlanOf }
}
