/** Compares two password or PSK files by name. Hashes and keys are compared, and never shown. */

import type { ChangedFile, Detail } from './file-change.ts'

export type LoginItem = 'password' | 'pre-shared key'

export function loginChanges({ before = '', after = '' }: ChangedFile, item: LoginItem): Detail[] {
  return loginDetails(logins(before), logins(after), item)
}

/** @param old who is in it, and what must be equal for nothing to have changed */
export function loginDetails(
  old: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
  item: LoginItem,
): Detail[] {
  const gone = [...old.keys()].filter((name) => !now.has(name))
  const come = [...now].filter(([name, secret]) => old.get(name) !== secret)
  return [
    ...gone.map((name) => ({ at: `user ${name}`, item, before: 'set' })),
    ...come.map(([name]) => ({
      ...{ at: `user ${name}`, item },
      ...(old.has(name) ? { before: 'set', after: 'new' } : { after: 'set' }),
    })),
  ]
}

/** Usernames hold no colon. */
function logins(text: string): ReadonlyMap<string, string> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(':')
      return [line.slice(0, at), line.slice(at + 1)]
    }),
  )
}
