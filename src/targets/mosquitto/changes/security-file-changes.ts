/** Compares two files of the dynamic-security plugin: who is in them, and what their roles allow. */

import type { ChangedFile, Detail } from './file-change.ts'
import { loginDetails } from './login-changes.ts'

export function securityFileChanges({ before, after }: ChangedFile): Detail[] {
  const [old, now] = [contentOf(before), contentOf(after)]
  return [
    ...loginDetails(old.passwords, now.passwords, 'password'),
    ...entryChanges(old.entries, now.entries),
  ]
}

interface SecurityContent {
  /** By username. */
  readonly passwords: ReadonlyMap<string, string>
  /** Lines by where they stand. */
  readonly entries: ReadonlyMap<string, ReadonlySet<string>>
}

interface SecurityJson {
  readonly clients?: readonly {
    username: string
    password?: string
    salt?: string
    roles?: readonly unknown[]
  }[]
  readonly roles?: readonly { rolename: string; acls?: readonly unknown[] }[]
  readonly groups?: readonly { groupname: string; roles?: readonly unknown[] }[]
}

function contentOf(text: string | undefined): SecurityContent {
  const { clients = [], roles = [], groups = [] } = jsonOf(text)
  return {
    passwords: new Map(
      clients.map(({ username, password = '', salt = '' }) => [username, `${password} ${salt}`]),
    ),
    entries: new Map([
      ...clients.map(({ username, roles }) => [`user ${username}`, linesOf(roles)] as const),
      ...groups.map(({ groupname, roles }) => [`group ${groupname}`, linesOf(roles)] as const),
      ...roles.map(({ rolename, acls }) => [`role ${rolename}`, linesOf(acls)] as const),
    ]),
  }
}

/** What is there may have been edited into anything; then all of it changes. */
function jsonOf(text: string | undefined): SecurityJson {
  try {
    return JSON.parse(text ?? '{}')
  } catch {
    return {}
  }
}

function linesOf(entries: readonly unknown[] = []): ReadonlySet<string> {
  return new Set(entries.map((entry) => JSON.stringify(entry)))
}

const nothing: ReadonlySet<string> = new Set()

function entryChanges(old: SecurityContent['entries'], now: SecurityContent['entries']): Detail[] {
  const names = new Set([...old.keys(), ...now.keys()])
  return [...names].flatMap((at) => {
    const [before, after] = [old.get(at) ?? nothing, now.get(at) ?? nothing]
    return [
      ...[...before].filter((line) => !after.has(line)).map((line) => ({ at, item: 'line', before: line })),
      ...[...after].filter((line) => !before.has(line)).map((line) => ({ at, item: 'line', after: line })),
    ]
  })
}
