/**
 * Where a right can be used at all: to receive where somebody publishes, to publish where somebody receives. For the sake of
 * fewer lines, an ACL file may keep from somebody what no message can ever be about.
 */

import type { AccessModel } from '../access/access-model.ts'
import type { Rights } from '../access/rights.ts'
import { parseFilter, type TopicFilter } from '../topic/filter.ts'
import { unionAll } from '../topic/union-all.ts'
import type { Broker } from '../topology/broker.ts'
import type { Topology } from '../topology/topology.ts'
import type { Subject } from './subjects.ts'

/** By right, the topics on which it can be used by a subject on one broker. */
export type UsableTopics = (subject: Subject) => Rights

export function usableTopics(model: AccessModel, topology: Topology, broker: Broker): UsableTopics {
  const { sets } = model
  let known: Rights | undefined
  /** What others do; the broker itself speaks of `$` topics, and what listens there is its own business. */
  const ofOthers = (): Rights => {
    const dollar = sets.difference(sets.all, sets.topicsOf(parseFilter('#')))
    const here = model.parties.filter(({ users: [{ at }] }) => at.includes(broker))
    const all = (action: keyof Rights) =>
      unionAll(sets, [
        dollar,
        sets.unionOf(bridgedFilters(topology, broker, action)),
        ...here.map((party) => model.rightsOf(party, 'other')[action]),
      ])
    return { publish: all('publish'), subscribe: all('subscribe') }
  }
  return ({ party }) => {
    known ??= ofOthers()
    const own = party && model.rightsOf(party)
    const either = (action: keyof Rights) =>
      own === undefined || known === undefined ? sets.empty : sets.union(known[action], own[action])
    return { publish: either('subscribe'), subscribe: either('publish') }
  }
}

/** What the broker's own bridges bring in and carry away; no ACL asks them. */
function bridgedFilters({ bridges }: Topology, broker: Broker, action: keyof Rights): readonly TopicFilter[] {
  const oneWay = action === 'publish' ? 'in' : 'out'
  const routes = bridges.filter(({ from }) => from === broker).flatMap((bridge) => bridge.routes)
  return routes
    .filter(({ direction }) => direction === 'both' || direction === oneWay)
    .map(({ local }) => local)
}
