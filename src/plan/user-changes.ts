/** Which users come, go, or log in otherwise. Those that change alike stand in one entry: a fleet is one line. */

import type { User } from '../topology/user.ts'
import { changedUserPairs } from '../topology/user-pairs.ts'
import type { Field, UserChange } from './plan.ts'

export function userChanges(before: readonly User[], after: readonly User[]): readonly UserChange[] {
  const groups = new Map<string, GroupedChange>()
  const gone: User[] = []
  for (const { old, now } of changedUserPairs(before, after)) {
    if (now === undefined) gone.push(old)
    else if (old === undefined) add(groups, now, 'added', profileOf(now))
    else addIfChanged(groups, old, now)
  }
  for (const user of gone) add(groups, user, 'removed', [])
  return [...groups.values()]
}

interface GroupedChange extends UserChange {
  readonly members: string[]
}

function add(
  groups: Map<string, GroupedChange>,
  user: User,
  change: UserChange['change'],
  fields: readonly Field[],
): void {
  const who = whoIs(user)
  const key = `${who}\n${change}\n${JSON.stringify(fields)}`
  const group = groups.get(key)
  if (group === undefined) groups.set(key, { who, members: [user.name], change, fields })
  else group.members.push(user.name)
}

/** A device is known by its fleet. */
function whoIs({ kind, name, fleet }: User): string {
  if (fleet !== undefined) return `fleet ${fleet}`
  return kind === 'anonymous' ? name : `${kind} ${name}`
}

function profileOf(user: User): readonly Field[] {
  return fieldsOf(user).flatMap(([item, after]) => (after === '' ? [] : [{ item, after }]))
}

function addIfChanged(groups: Map<string, GroupedChange>, was: User, is: User): void {
  const before = fieldsOf(was)
  const fields = fieldsOf(is).flatMap(([item, after], i): readonly Field[] => {
    const old = before[i]?.[1] ?? ''
    if (old === after) return []
    return [{ item, ...(old === '' ? {} : { before: old }), ...(after === '' ? {} : { after }) }]
  })
  if (fields.length > 0) add(groups, is, 'changed', fields)
}

/** Always the same items in the same order; empty where there is nothing. */
function fieldsOf(user: User): readonly (readonly [item: string, value: string])[] {
  const { at, clientId, name, listener, will, bundles } = user
  const own = (text: string) => (user.fleet === undefined ? text : text.replaceAll(name, '${username}'))
  return [
    ['at', at.map((broker) => broker.name).join(', ')],
    ['authentication', authenticationText(user, own)],
    ['clientId', clientId === undefined ? '' : own(clientId)],
    ['listener', listener ?? ''],
    [
      'will',
      will === undefined
        ? ''
        : own(`${will.topic} qos ${will.qos}${will.retain ? ' retained' : ''} ${will.payload}`),
    ],
    ['bundles', bundles.map((bundle) => bundle.name).join(', ')],
  ]
}

/** The names in a device's certificate come from its row; the plan's certificates tell of them. */
function authenticationText({ authentication, fleet }: User, own: (text: string) => string): string {
  const { kind } = authentication
  if (kind === 'none') return kind
  if (kind !== 'certificate') {
    const { from, ...where } = authentication.secret
    const source = 'name' in where ? where.name : 'file' in where ? where.file : `${where.length}`
    return `${kind} from ${from} ${own(source)}`
  }
  const { profile, uris, csrFile } = authentication
  const named = fleet === undefined ? uris : []
  const request = csrFile === undefined ? [] : [`request ${own(csrFile)}`]
  return [`certificate ${profile.name}`, ...named, ...request].join(' ')
}
