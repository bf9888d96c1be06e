/**
 * Who may talk: users of the same form together, such as the devices of a fleet, so that 100,000 of them cost as much as
 * two. A name that is also a level of somebody else's filter could be told apart from the others, and is a party alone.
 */

import { isLevel, type TopicFilter } from '../topic/filter.ts'
import type { TopicSets } from '../topic/topic-set.ts'
import { stretches } from '../topology/stretches.ts'
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
  const standingOf = standings(users, [
    ...mentioned,
    ...bridges.flatMap(({ routes }) =>
      routes.flatMap(({ local, remote }) => [...local.levels, ...remote.levels]),
    ),
  ])
  const formOf = ownFormKeys()
  const parties = new Map<string, [User, ...User[]]>()
  // Where nobody speaks of a name, one list of grants has one form: it saves the keys of most devices.
  const latest = new Map<readonly Grant[], [User, ...User[]]>()
  const join = (alike: [User, ...User[]]) => {
    const [user] = alike
    const standing = standingOf(user)
    const like = standing === 'unspoken' ? latest.get(user.grants) : undefined
    if (like !== undefined && shareTraits(like[0], user)) return addTo(like, alike)
    const key = standing === 'alone' ? `\0${user.name}` : [formOf(user), ...traits(user)].join('\n@')
    const party = parties.get(key)
    if (party === undefined) parties.set(key, alike)
    else addTo(party, alike)
    if (standing === 'unspoken') latest.set(user.grants, party ?? alike)
  }
  for (const alike of stretches(users)) {
    if (areUnspoken(alike, standingOf)) join(alike)
    else for (const user of alike) join([user])
  }
  return Array.from(parties.values(), (users) => ({ users }))
}

function addTo(party: User[], users: readonly User[]): void {
  for (const user of users) party.push(user)
}

/** True for a single one, too, whatever it is. */
function areUnspoken(alike: readonly [User, ...User[]], standingOf: (user: User) => Standing): boolean {
  if (alike.length === 1) return true
  const kind = identifierKind(alike[0])
  return alike.every((user) => standingOf(user) === 'unspoken' && identifierKind(user) === kind)
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

function filterOf({ users }: Party, member: Member, grant: Grant): TopicFilter | undefined {
  const [first] = users
  if (users.length === 1) return grantFilter(grant, grantValues(first))
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

function traits(user: User): readonly string[] {
  const { at, fleet, groups, kind } = user
  return [kind, identifierKind(user), fleet ?? '', ...groups, '', ...at.map((broker) => broker.name)]
}

/** Devices mostly have one and the same list of brokers, and of groups. */
function shareTraits(a: User, b: User): boolean {
  return (
    a.at === b.at &&
    a.groups === b.groups &&
    a.fleet === b.fleet &&
    a.kind === b.kind &&
    identifierKind(a) === identifierKind(b)
  )
}

function identifierKind({ clientId, name }: User): 'free' | 'name' | 'own' {
  if (clientId === undefined) return 'free'
  return clientId === name ? 'name' : 'own'
}

/**
 * What others say of a user's name and identifier: nothing; nothing but its own filters, which nobody shares; or `alone`,
 * who must stand alone, since one of them is a level of somebody else's filter, or no plain level.
 */
type Standing = 'unspoken' | 'own' | 'alone'

function standings(users: readonly User[], mentioned: Iterable<string>): (user: User) => Standing {
  const lists = new Map<readonly Grant[], { readonly literals: ReadonlySet<string>; count: number }>()
  const mentions = new Map<string, number>()
  const mention = (level: string) => mentions.set(level, (mentions.get(level) ?? 0) + 1)
  for (const level of mentioned) mention(level)
  for (const { length, 0: first } of stretches(users)) {
    const list = lists.get(first.grants)
    if (list !== undefined) {
      list.count += length
      continue
    }
    const literals = literalsOf(first.grants)
    literals.forEach(mention)
    lists.set(first.grants, { literals, count: length })
  }
  const isPlain = (level: string) => level !== '' && isLevel(level) && !level.startsWith('$')
  const standingOf = (level: string, grants: readonly Grant[]): Standing => {
    if (!isPlain(level)) return 'alone'
    const times = mentions.get(level)
    if (times === undefined) return 'unspoken'
    const list = lists.get(grants)
    return times === 1 && list?.count === 1 && list.literals.has(level) ? 'own' : 'alone'
  }
  return ({ kind, name, clientId = name, grants }) => {
    const named = kind === 'anonymous' ? 'alone' : standingOf(name, grants)
    if (clientId === name || named === 'alone') return named
    const identified = standingOf(clientId, grants)
    return identified === 'unspoken' ? named : identified
  }
}
