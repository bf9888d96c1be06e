/** Compares two ACL files that mqttopia wrote: lines under `user NAME`, and those for everybody. */

import { type DifferingPart, differingPart } from '../../../files/differing-part.ts'
import type { ChangedFile, Detail } from './file-change.ts'

const BLOCK_END = '\n\n'

export function aclChanges({ before = '', after = '' }: ChangedFile): Detail[] {
  const { start, rest } = differingBlocks(before, after)
  const [old, now] = [linesByUser(before, start, rest), linesByUser(after, start, rest)]
  const users = new Set([...old.keys(), ...now.keys()])
  return [...users].flatMap((at) => lineChanges(at, old.get(at) ?? [], now.get(at) ?? []))
}

/** The part in which two files differ, in whole blocks: of a large fleet it is mostly small. */
function differingBlocks(before: string, after: string): DifferingPart {
  const { start, rest } = differingPart(before, after)
  const head = start < 2 ? -1 : after.lastIndexOf(BLOCK_END, start - 2)
  const tail = rest === 0 ? -1 : after.indexOf(BLOCK_END, after.length - rest - 1)
  return {
    start: head === -1 ? 0 : head + BLOCK_END.length,
    rest: tail === -1 ? 0 : after.length - tail - BLOCK_END.length,
  }
}

/** A user's block ends with an empty line; what stands outside of one is for everybody, or for clients without a name. */
function linesByUser(text: string, start: number, rest: number): ReadonlyMap<string, readonly string[]> {
  const users = new Map<string, string[]>()
  let at = ''
  for (const line of text.slice(start, text.length - rest).split('\n')) {
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
