/**
 * Who may talk: users of the same form together, such as the devices of a fleet, so that 100,000 of them cost as much as
 * two. A name that is also a level of somebody else's filter could be told apart from the others, and is a party alone.
 */

import { isLevel, type TopicFilter } from '../topic/filter.ts'
import type { TopicSets } from '../topic/topic-set.ts'
import type { Topology } from '../topology/topology.ts'
import type { Grant, User } from '../topology/user.ts'
import { grantValues } from './grant-values.ts'
import { asOf, literalsOf, ownFilter, ownFormKeys, withVariables } from './own-form.ts'
import { grantFilter, type Rights, rightsOf, usesClientId } from './rights.ts'
import { variableLevel } from './variable-levels.ts'

export interface Party {
  /** One, or many that differ in nothing but their names. */
  readonly users: readonly [User, ...User[]]
}

/** Of a party of many: the one that is spoken of, or any other one. A party of one is itself in both. */
export type Member = 'self' | 'other'

/** `mentioned`: further levels that tell names apart, such as those of policies. */
export function partiesOf({ users, bridges }: Topology, mentioned: Iterable<string> = []): readonly Party[] {
  const isKnown = knownNames(users, [
    ...mentioned,
    ...bridges.flatMap(({ routes }) =>
      routes.flatMap(({ local, remote }) => [...local.levels, ...remote.levels]),
    ),
  ])
  const formOf = ownFormKeys()
  const parties = new Map<string, [User, ...User[]]>()
  for (const user of users) {
    const key = isKnown(user) ? `\0${user.name}` : [formOf(user), ...traits(user)].join('\n@')
    const party = parties.get(key)
    if (party === undefined) parties.set(key, [user])
    else party.push(user)
  }
  return Array.from(parties.values(), (users) => ({ users }))
}

export function membersOf({ users }: Party): readonly Member[] {
  return users.length > 1 ? ['self', 'other'] : ['self']
}

/** The rights of a party's member on its brokers; the names of a party of many are levels that no topic has. */
export function memberRights(sets: TopicSets, party: Party, member: Member): Rights {
  const [{ clientId, grants }] = party.users
  const isOpen = (grant: Grant) => clientId === undefined && usesClientId(grant)
  return rightsOf(sets, grants, (grant) => filterOf(party, member, grant), isOpen)
}

/** The filters of some of a member's grants. */
export function memberFilters(
  party: Party,
  member: Member,
  isWanted: (grant: Grant) => boolean,
): readonly TopicFilter[] {
  return party.users[0].grants.filter(isWanted).flatMap((grant) => filterOf(party, member, grant) ?? [])
}

function filterOf(
  { users: [first, ...others] }: Party,
  member: Member,
  grant: Grant,
): TopicFilter | undefined {
  if (others.length === 0) return grantFilter(grant, grantValues(first))
  const filter = ownFilter(grant, first)
  return filter && memberFilter(filter, member, first.clientId === undefined)
}

/** The topic as it is for two members: the stand-in names become theirs. */
export function namedFor(topic: string, self: User, other: User): string {
  const others = (['username', 'clientId'] as const).map((name) => memberLevel(variableLevel(name), 'other'))
  const named = topic
    .replaceAll(others[0] ?? '', other.name)
    .replaceAll(others[1] ?? '', other.clientId ?? 'client')
  return asOf(self, named)
}

/** The topic or filter with variables in place of the names of either member. */
export function inWords(text: string): string {
  return withVariables(text.replaceAll(OTHER, ''))
}

/** An identifier that clients choose counts as any level. */
function memberFilter({ text, levels }: TopicFilter, member: Member, isFree: boolean): TopicFilter {
  const [username, clientId] = [variableLevel('username'), variableLevel('clientId')]
  const named = levels.map((level) => {
    if (level === clientId && isFree) return '+'
    return level === username || level === clientId ? memberLevel(level, member) : level
  })
  return { text, levels: named }
}

function memberLevel(level: string, member: Member): string {
  return member === 'self' ? level : `${level}${OTHER}`
}

const OTHER = '\0other'

function traits({ at, fleet, groups, clientId, name, kind }: User): readonly string[] {
  const identifier = clientId === undefined ? 'free' : clientId === name ? 'name' : 'own'
  return [kind, identifier, fleet ?? '', ...groups, '', ...at.map((broker) => broker.name)]
}

/** Tells who must stand alone: those whose name or identifier is no plain level, or a level of somebody else's filter. */
function knownNames(users: readonly User[], mentioned: Iterable<string>): (user: User) => boolean {
  const lists = new Map<readonly Grant[], { readonly literals: ReadonlySet<string>; count: number }>()
  const mentions = new Map<string, number>()
  const mention = (level: string) => mentions.set(level, (mentions.get(level) ?? 0) + 1)
  for (const level of mentioned) mention(level)
  for (const { grants } of users) {
    const list = lists.get(grants) ?? { literals: literalsOf(grants), count: 0 }
    if (list.count === 0) list.literals.forEach(mention)
    list.count += 1
    lists.set(grants, list)
  }
  return ({ kind, name, clientId = name, grants }) => {
    const list = lists.get(grants)
    const isOwn = (level: string) => list?.count === 1 && list.literals.has(level)
    const isPlain = (level: string) => level !== '' && isLevel(level) && !level.startsWith('$')
    const isAlone = (level: string) => !isPlain(level) || (mentions.get(level) ?? 0) > (isOwn(level) ? 1 : 0)
    return kind === 'anonymous' || isAlone(name) || isAlone(clientId)
  }
}
