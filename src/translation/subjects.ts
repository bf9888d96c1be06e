/** Everybody who may come in where one file decides, those together who differ in nothing but their names. */

import type { AccessModel } from '../access/access-model.ts'
import { ownFilter, ownTexts } from '../access/own-form.ts'
import type { Party } from '../access/parties.ts'
import { variableLevel, withVariablesAsLevels } from '../access/variable-levels.ts'
import { isLevel, type TopicFilter } from '../topic/filter.ts'
import type { Grant, User } from '../topology/user.ts'
import type { Bearer, EmittedRights } from './bearer.ts'

/** What its grants say, its own names and levels that stand for them filled in; an open identifier is a level yet. */
export interface ReadGrant {
  readonly grant: Grant
  readonly filter: TopicFilter
}

export interface Subject {
  /** Absent for names that nobody can list. */
  readonly party?: Party
  /** Stands for all; absent for clients that no user of the topology is meant for. */
  readonly user?: User
  readonly count: number
  readonly grants: readonly ReadGrant[]
  /** With its fixed identifier, or with one that nobody speaks of. */
  readonly bearer: Bearer & { readonly identifier: { readonly text: string } }
  /** It chooses its identifier. */
  readonly isFree: boolean
}

export const FREE_IDENTIFIER = variableLevel('clientId')
const NAME = variableLevel('username')

type Counted = Subject & { count: number }

/** @param hasRights false for those that a certificate lets in, and nothing more */
export function* subjectsOf(
  model: AccessModel,
  emitted: EmittedRights,
  hasRights: (user: User) => boolean,
): Generator<Subject> {
  for (const party of model.parties) {
    const groups = new Map<string, Counted>()
    let unlisted: Counted | undefined
    for (const user of party.users) {
      const isListed = emitted.lists(user.name)
      const like = isListed || unlisted?.user?.at !== user.at ? undefined : unlisted
      const group = like ?? groupOf(groups, party, user, emitted, hasRights(user))
      group.count += 1
      if (!isListed) unlisted = group
    }
    yield* groups.values()
  }
}

/** The one of those that have the same lines. */
function groupOf(
  groups: Map<string, Counted>,
  party: Party,
  user: User,
  emitted: EmittedRights,
  hasRights: boolean,
): Counted {
  const isMany = party.users.length > 1
  const bearer = bearerOf(user, isMany)
  const key = isMany ? `${hasRights} ${emitted.keyOf(bearer)}` : ''
  const known = groups.get(key)
  if (known !== undefined) return known
  const grants = hasRights ? readGrants(user, isMany) : []
  const group = { party, user, count: 0, grants, bearer, isFree: user.clientId === undefined }
  groups.set(key, group)
  return group
}

/** Clients without a username, or under a name that no user has: they have no rights. */
export function outsider(name: string | undefined): Subject {
  const bearer = {
    name,
    username: name,
    identifier: { text: FREE_IDENTIFIER },
    inOwnForm: identity,
    ownText: identity,
  }
  return { count: 1, grants: [], bearer, isFree: true }
}

function bearerOf(user: User, isMany: boolean): Subject['bearer'] {
  const { kind, name, clientId } = user
  const own = kind === 'anonymous' ? undefined : name
  if (!isMany) {
    const identifier = { text: clientId ?? FREE_IDENTIFIER }
    return { name: own, username: own, identifier, inOwnForm: identity, ownText: identity }
  }
  const inOwnForm = (filter: TopicFilter) => ownFilter({ filter }, user)
  const text = clientId === name ? NAME : FREE_IDENTIFIER
  return { name: own, username: own && NAME, identifier: { text }, inOwnForm, ownText: ownTexts(user) }
}

function identity<T>(it: T): T {
  return it
}

function readGrants(user: User, isMany: boolean): readonly ReadGrant[] {
  return user.grants.flatMap((grant) => {
    const filter = isMany ? ownFilter(grant, user) : ownNames(withVariablesAsLevels(grant.filter), user)
    return filter === undefined ? [] : [{ grant, filter }]
  })
}

/** A name that is no level of a topic is none of a filter either. */
function ownNames({ text, levels }: TopicFilter, { kind, name, clientId }: User): TopicFilter | undefined {
  const values = new Map([[NAME, kind === 'anonymous' ? '' : name]])
  if (clientId !== undefined) values.set(FREE_IDENTIFIER, clientId)
  const filled = levels.map((level) => values.get(level) ?? level)
  const isLost = levels.some((level, i) => values.has(level) && !(filled[i] && isLevel(filled[i])))
  return isLost ? undefined : { text, levels: filled }
}
