/** The same spec in another order: keys of maps in any order mean the same, items of lists do not. */

/** @param seed another seed, another order */
export function shuffled(value: unknown, seed: number): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffled(item, seed))
  if (typeof value !== 'object' || value === null) return value
  const keyed = Object.entries(value).map(([key, inner]) => ({ key, inner, rank: rank(key, seed) }))
  keyed.sort((a, b) => a.rank - b.rank)
  return Object.fromEntries(keyed.map(({ key, inner }) => [key, shuffled(inner, seed)]))
}

/** FNV-1a, of the key and the seed. */
function rank(key: string, seed: number): number {
  let hash = 0x811c9dc5 ^ seed
  for (const byte of Buffer.from(key)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0
}
