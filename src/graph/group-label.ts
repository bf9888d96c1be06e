/** What users who are shown as one are called. */

import { counted } from '../diagnostics/counted.ts'
import type { UserGroup } from './graph.ts'

export interface GroupLabel {
  readonly title: string
  readonly sub: string
  /** Everything, over several lines; of many names and filters the first ones. */
  readonly text: string
}

const MOST_NAMES = 12

export function groupLabel(group: UserGroup): GroupLabel {
  const { kind, name, users, authentication, publish, subscribe, deny } = group
  const auth = authentication.map((each) => (each === 'none' ? 'no login' : each)).join(', ')
  const isMany = users.length > 1
  const names = users.slice(0, MOST_NAMES).map(({ name }) => name)
  const title = kind === 'fleet' || !isMany ? name : titleOf(group)
  const who = {
    fleet: `fleet · ${counted(users.length, 'device')}`,
    role: name,
    alike: 'same rights',
    user: 'user',
    device: `device of fleet ${users[0].fleet}`,
    others: 'rights of their own',
  }[kind]
  const lines = [
    ...(isMany
      ? [listed(counted(users.length, kind === 'fleet' ? 'device' : 'user'), names, users.length)]
      : []),
    ...(publish.length > 0 ? [listed('may publish', publish)] : []),
    ...(subscribe.length > 0 ? [listed('may receive', subscribe)] : []),
    ...(deny.length > 0 ? [listed('may not', deny)] : []),
  ]
  return { title, sub: `${who} · ${auth}`, text: [title, ...lines].join('\n') }
}

/** Few names as they are. */
function titleOf({ users }: UserGroup): string {
  const names = users.map(({ name }) => name)
  return users.length <= 2 ? names.join(', ') : counted(users.length, 'user')
}

function listed(what: string, all: readonly string[], count = all.length): string {
  const shown = all.slice(0, MOST_NAMES)
  const rest = count > shown.length ? `, and ${counted(count - shown.length)} more` : ''
  return `${what}: ${shown.join(', ')}${rest}`
}
