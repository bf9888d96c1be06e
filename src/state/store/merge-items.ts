/** A merge of three: who has changed an item since both were the same has a say in it. */

import type { ItemDigests } from './state-items.ts'

export type Side = 'ours' | 'theirs'

export interface MergedItems {
  /** Items that are as they have them, in the place of ours. */
  readonly theirs: ReadonlySet<string>
  /** Changed on both sides, each in its way, and nobody says which is meant. Sorted. */
  readonly conflicts: readonly string[]
}

/** @param preferred whose an item is that both have changed */
export function mergeItems(
  { base, ours, theirs }: Readonly<Record<'base' | Side, ItemDigests>>,
  preferred: (item: string) => Side | undefined,
): MergedItems {
  const taken = new Set<string>()
  const conflicts: string[] = []
  for (const item of new Set([...ours.keys(), ...theirs.keys()])) {
    const [was, our, their] = [base.get(item), ours.get(item), theirs.get(item)]
    if (our === their || their === was) continue
    const side = our === was ? 'theirs' : preferred(item)
    if (side === 'theirs') taken.add(item)
    else if (side === undefined) conflicts.push(item)
  }
  return { theirs: taken, conflicts: conflicts.sort() }
}
