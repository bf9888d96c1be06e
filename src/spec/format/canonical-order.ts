/** The order in which `fmt` writes keys: the schema's, where the schema knows them; users' own names keep theirs. */

import type { Schema } from '../shape/schema.ts'

/** The keys in canonical order; what the schema does not know comes last, in the order given. */
export function canonicalOrder(schema: Schema | undefined, keys: readonly string[]): readonly string[] {
  const rank = new Map(Object.keys(schema?.properties ?? {}).map((key, i) => [key, i]))
  const rankOf = (key: string) => rank.get(key) ?? rank.size
  return [...keys].sort((a, b) => rankOf(a) - rankOf(b))
}
