/** Finds the parts of an archive in a former one, in turn. */

import type { DigestedPart } from '../../files/zip-parts.ts'
import type { ArchiveMemory } from './archive-memory.ts'

/**
 * Where a part stands in a former archive. Mostly that is behind the one asked for before; a part that is new, gone or
 * another one shows in those around it; else all are searched.
 */
export function indexFinder(
  parts: readonly DigestedPart[],
  memory: ArchiveMemory,
): (part: number) => number | undefined {
  let next = 0
  let [all, last]: [ReadonlyMap<string, number> | undefined, number] = [undefined, -1]
  const stands = (part: number, index: number) => {
    const { digest } = parts[part] ?? { digest: undefined }
    return digest !== undefined && index < memory.partCount && memory.hasDigest(index, digest)
  }
  const search = (part: number) => {
    all ??= new Map(Array.from({ length: memory.partCount }, (_, i) => [memory.digest(i), i]))
    return all.get(parts[part]?.digest ?? '')
  }
  const find = (part: number) => {
    if (stands(part, next)) return next
    if (stands(part + 1, next)) return undefined
    if (stands(part, next + 1)) return next + 1
    if (stands(part + 1, next + 1)) {
      next += 1
      return undefined
    }
    return search(part)
  }
  return (part) => {
    if (part > last + 1) next += part - last - 1 // those between stand together
    last = part
    const found = find(part)
    if (found !== undefined) next = found + 1
    return found
  }
}
