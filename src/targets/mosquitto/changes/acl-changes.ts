/** Compares two ACL files that mqttopia wrote: lines under `user NAME`, and those for everybody. */

import type { ChangedFile, Detail } from './file-change.ts'

export function aclChanges({ before = '', after = '' }: ChangedFile): Detail[] {
  const [old, now] = [linesByUser(before), linesByUser(after)]
  const users = new Set([...old.keys(), ...now.keys()])
  return [...users].flatMap((at) => lineChanges(at, old.get(at) ?? [], now.get(at) ?? []))
}

/** A user's block ends with an empty line; what stands outside of one is for everybody, or for clients without a name. */
function linesByUser(text: string): ReadonlyMap<string, readonly string[]> {
  const users = new Map<string, string[]>()
  let at = ''
  for (const line of text.split('\n')) {
    if (line === '') at = ''
    else if (line.startsWith('# Clients without')) at = 'user anonymous'
    else if (line.startsWith('user ')) at = line
    else if (!line.startsWith('#')) users.set(at, [...(users.get(at) ?? []), line])
  }
  return users
}

function lineChanges(at: string, old: readonly string[], now: readonly string[]): Detail[] {
  if (old.join('\n') === now.join('\n')) return []
  const [before, after] = [new Set(old), new Set(now)]
  return [
    ...old.filter((line) => !after.has(line)).map((line) => ({ at, item: 'line', before: line })),
    ...now.filter((line) => !before.has(line)).map((line) => ({ at, item: 'line', after: line })),
  ]
}
