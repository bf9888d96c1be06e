/** The users of two topologies, name by name. */

import type { User } from './user.ts'

/** Of one name: who has it in the earlier topology, and who in the later one. */
export type UserPair =
  | { readonly old: User; readonly now: User }
  | { readonly old: User; readonly now?: undefined }
  | { readonly old?: undefined; readonly now: User }

/** Everybody, in the order of names, which is that of both lists. */
export function* userPairs(before: readonly User[], after: readonly User[]): Generator<UserPair> {
  let i = 0
  for (const now of after) {
    for (let old = before[i]; old !== undefined && old.name < now.name; old = before[++i]) yield { old }
    const old = before[i]
    if (old?.name !== now.name) yield { now }
    else {
      i += 1
      yield { old, now }
    }
  }
  for (const old of before.slice(i)) yield { old }
}

/** Like {@link userPairs}, without those who are the same object in both: where most are, that costs next to nothing. */
export function* changedUserPairs(before: readonly User[], after: readonly User[]): Generator<UserPair> {
  for (const pair of userPairs(...withoutSameEnds(before, after))) if (pair.old !== pair.now) yield pair
}

function withoutSameEnds<T>(before: readonly T[], after: readonly T[]): [readonly T[], readonly T[]] {
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && before[start] === after[start]) start += 1
  let end = 0
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1
  return [before.slice(start, before.length - end), after.slice(start, after.length - end)]
}
