/**
 * Grants with the user's own names taken out: its username and its client identifier become levels that no topic has,
 * since they hold U+0000, wherever they stand, written out or as a variable. Users who differ in nothing but their
 * names then have the same form, and what is worked out for one form holds for each of them, under its own names.
 */

import { canonicalText, isLevel, type TopicFilter } from '../topic/filter.ts'
import { remembered } from '../topology/remembered.ts'
import type { Grant, User } from '../topology/user.ts'
import { variableLevel } from './variable-levels.ts'

/** What the user's names become; a name that can be no level, or a `$` level, keeps its own meaning. */
interface OwnLevels {
  readonly username: string | undefined
  readonly clientId: string | undefined
  readonly standIns: ReadonlyMap<string, string>
}

/**
 * The filter of a grant, or of a line that follows from one, in own form; `undefined` where it matches nothing. A client identifier that the client chooses
 * is taken to be one that no filter mentions.
 */
export function ownFilter({ filter }: Pick<Grant, 'filter'>, user: User): TopicFilter | undefined {
  return fill(filter.levels, ownLevels(user))
}

/** The text of a filter without variables in own form, level for level: cheaper than {@link ownFilter} where many are compared. */
export function ownTexts(user: User): (text: string) => string {
  const { standIns } = ownLevels(user)
  return (text) => {
    let own = text
    for (const [name, standIn] of standIns) own = withLevels(own, name, standIn)
    return own
  }
}

/** Puts `by` in the place of each level that is `level`. */
function withLevels(text: string, level: string, by: string): string {
  let [done, from] = ['', 0]
  for (let at = text.indexOf(level); at !== -1; at = text.indexOf(level, at + level.length)) {
    const end = at + level.length
    const isWhole = (at === 0 || text[at - 1] === '/') && (end === text.length || text[end] === '/')
    if (!isWhole) continue
    done += text.slice(from, at) + by
    from = end
  }
  return from === 0 ? text : done + text.slice(from)
}

/** The topic or filter of own form as it reads for people: `press/${username}/state`. */
export function withVariables(text: string): string {
  return text
    .replaceAll(variableLevel('username'), '${username}')
    .replaceAll(variableLevel('clientId'), '${clientId}')
}

/** The topic of own form as it is for one user; a client identifier of its own choice reads `client`. */
export function asOf({ name, clientId = 'client' }: User, topic: string): string {
  return topic.replaceAll(variableLevel('username'), name).replaceAll(variableLevel('clientId'), clientId)
}

/** Texts that are equal for users whose grants say the same in own form; quick for users who share a list. */
export function ownFormKeys(): (user: User) => string {
  const lists = new WeakMap<readonly Grant[], Map<string, string>>()
  return (user) => {
    const { grants, name, clientId } = user
    const literals = literalsOf(grants)
    if (literals.has(name) || literals.has(clientId ?? '')) return ownKeyOf(user)
    const own = ownLevels(user)
    if (!own.standIns.has(name)) return ownKeyOf(user)
    const keys = lists.get(grants) ?? new Map<string, string>()
    lists.set(grants, keys)
    const shape = `${own.username}/${own.clientId}`
    const key = keys.get(shape) ?? keyOf(grants, own)
    keys.set(shape, key)
    return key
  }
}

/** Of one whose names its own grants speak of, so that it shares the key of nobody's list. */
const ownKeyOf = remembered((user: User) => keyOf(user.grants, ownLevels(user)))

function ownLevels({ kind, name, clientId }: User): OwnLevels {
  const standIns = new Map<string, string>()
  const levelOf = (value: string, standIn: string) => {
    if (value === '' || !isLevel(value)) return undefined
    if (value.startsWith('$')) return value
    const known = standIns.get(value) ?? standIn
    standIns.set(value, known)
    return known
  }
  const username = kind === 'anonymous' ? undefined : levelOf(name, variableLevel('username'))
  const free = variableLevel('clientId')
  return { username, clientId: clientId === undefined ? free : levelOf(clientId, free), standIns }
}

function fill(levels: Grant['filter']['levels'], own: OwnLevels): TopicFilter | undefined {
  const filled: string[] = []
  for (const level of levels) {
    const value = typeof level === 'string' ? (own.standIns.get(level) ?? level) : own[level.variable]
    if (value === undefined) return undefined
    filled.push(value)
  }
  return { text: canonicalText(filled.join('/')), levels: filled }
}

function keyOf(grants: readonly Grant[], own: OwnLevels): string {
  const lines = grants.flatMap(({ effect, action, filter }) => {
    const filled = fill(filter.levels, own)
    return filled === undefined ? [] : [`${effect} ${action} ${filled.text}`]
  })
  return [...new Set(lines)].sort().join('\n')
}

/** The levels of all filters that are no variables. */
export const literalsOf = remembered((grants: readonly Grant[]): ReadonlySet<string> => {
  const literals = new Set<string>()
  for (const { filter } of grants)
    for (const level of filter.levels) if (typeof level === 'string') literals.add(level)
  return literals
})
