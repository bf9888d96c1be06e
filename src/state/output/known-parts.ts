/** The parts of an archive, as far as they stand in a former one. */

import type { ArchiveParts } from '../../files/artifact.ts'
import type { FindRun, FormerRun } from '../../files/zip-parts.ts'
import type { ArchiveMemory } from './archive-memory.ts'
import { type FormerArchive, largestRun } from './former-archive.ts'

export interface KnownParts {
  readonly former: FormerArchive
  /** Where each part stands in the former archive, entry for entry; -1: it is new, or may have changed. */
  readonly places: Int32Array
}

/** A part that is said to be the former one is not asked for its digest where one of its path is remembered. */
export function knownParts(parts: ArchiveParts, former: FormerArchive): KnownParts {
  const { memory } = former
  const placeOf = placeFinder(parts.paths, memory.parts.paths)
  const isFormer = (part: number, place: number) =>
    parts.isUnchanged(part) || memory.hasDigest(place, parts.digest(part))
  const places = new Int32Array(parts.paths.length)
  for (let part = 0; part < places.length; part += 1) {
    const place = placeOf(part)
    places[part] = place !== -1 && isFormer(part, place) ? place : -1
  }
  return { former, places }
}

/** Whether the former archive has these parts, in this turn, and no others. */
export function areAll({ former, places }: KnownParts): boolean {
  return places.length === former.memory.partCount && places.every((place, i) => place === i)
}

/** The same parts, which make each digest once. */
export function digestedOnce(parts: ArchiveParts): ArchiveParts {
  const known = new Map<number, string>()
  return {
    ...parts,
    digest(part) {
      const digest = known.get(part) ?? parts.digest(part)
      known.set(part, digest)
      return digest
    },
  }
}

/**
 * Finds the path of each part among former ones, exactly; to be asked in turn. Mostly it is behind the one before; a part
 * that is new, gone or renamed shows in those around it; else all are searched.
 */
function placeFinder(paths: readonly string[], former: readonly string[]): (part: number) => number {
  let next = 0
  let all: ReadonlyMap<string, number> | undefined
  const stands = (part: number, place: number) => place < former.length && paths[part] === former[place]
  const search = (part: number) => {
    all ??= new Map(former.map((path, i) => [path, i]))
    return all.get(paths[part] ?? '') ?? -1
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
