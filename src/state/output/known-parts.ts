/** The parts of an archive, as far as they stand in a former one. */

import type { ArchivePart } from '../../files/artifact.ts'
import type { FindRun, FormerRun } from '../../files/zip-parts.ts'
import type { ArchiveMemory } from './archive-memory.ts'
import { type FormerArchive, largestRun } from './former-archive.ts'

export interface KnownParts {
  readonly former: FormerArchive
  /** Where each part stands in the former archive, entry for entry; -1: it is new, or may have changed. */
  readonly places: Int32Array
}

/** The digest of the part with this number. */
export type PartDigest = (part: number) => string

/** A part that says that it is the former one is not asked for its digest where one of its path is remembered. */
export function knownParts(
  parts: readonly ArchivePart[],
  former: FormerArchive,
  digest: PartDigest,
): KnownParts {
  const { memory } = former
  const placeOf = placeFinder(parts, memory.parts.paths)
  const places = Int32Array.from(parts, ({ unchanged = false }, i) => {
    const place = placeOf(i)
    return place !== -1 && (unchanged || memory.hasDigest(place, digest(i))) ? place : -1
  })
  return { former, places }
}

/** Whether the former archive has these parts, in this turn, and no others. */
export function areAll({ former, places }: KnownParts): boolean {
  return places.length === former.memory.partCount && places.every((place, i) => place === i)
}

/** Each is made once, when it is asked for. */
export function partDigests(parts: readonly ArchivePart[]): PartDigest {
  const known = new Map<number, string>()
  return (i) => {
    const digest = known.get(i) ?? parts[i]?.digest() ?? ''
    known.set(i, digest)
    return digest
  }
}

/**
 * Finds the path of each part among `paths`, exactly; to be asked in turn. Mostly it is behind the one before; a part
 * that is new, gone or renamed shows in those around it; else all are searched.
 */
function placeFinder(parts: readonly ArchivePart[], paths: readonly string[]): (part: number) => number {
  let next = 0
  let all: ReadonlyMap<string, number> | undefined
  const stands = (part: number, place: number) => place < paths.length && parts[part]?.path === paths[place]
  const search = (part: number) => {
    all ??= new Map(paths.map((path, i) => [path, i]))
    return all.get(parts[part]?.path ?? '') ?? -1
  }
  const find = (part: number) => {
    if (stands(part, next)) return next
    if (stands(part + 1, next)) return -1
    if (stands(part, next + 1)) return next + 1
    if (stands(part + 1, next + 1)) {
      next += 1
      return -1
    }
    return search(part)
  }
  return (part) => {
    const place = find(part)
    if (place !== -1) next = place + 1
    return place
  }
}

export interface KnownRun extends FormerRun {
  readonly memory: ArchiveMemory
  /** The place of its first part. */
  readonly first: number
}

/** Parts that stand one behind the other here and there, as many as are taken over at a time. */
export function runFinder({ former, places }: KnownParts): FindRun<KnownRun> {
  const { memory, piece } = former
  return (i) => {
    const first = places[i] ?? -1
    if (first === -1) return undefined
    const mostEnd = memory.place(first).offset + largestRun
    let count = 1
    while (places[i + count] === first + count && memory.end(first + count) <= mostEnd) count += 1
    return { memory, first, count, piece: piece(first, count) }
  }
}
