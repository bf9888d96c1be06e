/** What of each written grant can be used at all: by whom, and where messages can be. */

import { AccessModel } from '../access/access-model.ts'
import { memberFilters, type Party } from '../access/parties.ts'
import { Traffic } from '../access/traffic.ts'
import type { TopicSet, TopicSets } from '../topic/topic-set.ts'
import { unionAll } from '../topic/union-all.ts'
import { remembered } from '../topology/remembered.ts'
import type { Topology } from '../topology/topology.ts'
import type { Grant } from '../topology/user.ts'
import { type WrittenGrant, writtenGrants } from './written-grants.ts'

/** Of one line of the spec: for devices whose table has a part in their topics, the grants of all rows together. */
export interface GrantUse {
  /** The first of them. */
  readonly grant: Grant
  /** All of them have this filter. */
  readonly isOne: boolean
  /** Who has it. */
  readonly parties: readonly Party[]
  /** Of all who have it: the topics that it gives, less what is denied, and those of them that can be used. */
  readonly given: TopicSet
  readonly used: TopicSet
}

export interface Uses {
  readonly sets: TopicSets
  readonly traffic: Traffic
  readonly model: AccessModel
  /** Of allows alone. */
  readonly grants: readonly GrantUse[]
  /** Nothing that they may do can be used. */
  readonly isIdle: (party: Party) => boolean
}

export const grantUses = remembered((topology: Topology): Uses => {
  const model = new AccessModel(topology)
  const traffic = new Traffic(model)
  const { sets } = model
  const usedBy = remembered((party: Party) => traffic.usedBy(party))
  const isIdle = (party: Party) => {
    const { publish, subscribe } = usedBy(party)
    return sets.isEmpty(publish) && sets.isEmpty(subscribe)
  }
  const useOf = (written: readonly [WrittenGrant, ...WrittenGrant[]]): GrantUse => {
    const [{ grant }] = written
    const users = written.flatMap(({ lists }) => lists.flatMap((list) => list.users))
    const parties = [...new Set(users.map((user) => model.partyOf(user)))]
    const given = parties.map((party) => givenBy(model, party, grant))
    const used = given.map((topics, i) => {
      const party = parties[i]
      return party === undefined ? sets.empty : sets.intersection(topics, usedBy(party)[grant.action])
    })
    const isOne = written.length === 1
    return { grant, isOne, parties, given: unionAll(sets, given), used: unionAll(sets, used) }
  }
  return { sets, traffic, model, grants: byLine(topology).map(useOf), isIdle }
})

function byLine(topology: Topology): readonly (readonly [WrittenGrant, ...WrittenGrant[]])[] {
  const lines = new Map<string, [WrittenGrant, ...WrittenGrant[]]>()
  for (const written of writtenGrants(topology)) {
    if (written.grant.effect === 'deny') continue
    const key = lineOf(written.grant)
    const known = lines.get(key)
    if (known === undefined) lines.set(key, [written])
    else known.push(written)
  }
  return [...lines.values()]
}

function lineOf({ action, path }: Grant): string {
  return [action, ...path].join('\0')
}

function givenBy(model: AccessModel, party: Party, grant: Grant): TopicSet {
  const { sets } = model
  const line = lineOf(grant)
  const filters = memberFilters(party, 'self', (one) => one.effect === 'allow' && lineOf(one) === line)
  return sets.intersection(sets.unionOf(filters), model.rightsOf(party)[grant.action])
}
