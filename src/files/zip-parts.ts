/** Writes a zip archive part by part, and takes from a former one what has not changed. */

import type { ArchiveParts, Artifact } from './artifact.ts'
import { pathGuard } from './artifact-path.ts'
import { type ZipPiece, zipWriter } from './zip.ts'
import { max32, movedHeaders } from './zip-records.ts'

/** Where the entries of a part stand in an archive. */
export interface PartPlace {
  readonly offset: number
  readonly length: number
  /** Of its headers, from the start of the central directory. */
  readonly headersOffset: number
  readonly headersLength: number
}

/** Parts that stand one behind the other here, and in a former archive too. */
export interface FormerRun {
  readonly count: number
  /** All of them, as they stand there; its bytes are good until the next run is asked for. */
  readonly piece: ZipPiece
}

/** What of the parts from `part` on is to be taken from a former archive. */
export type FindRun<R extends FormerRun> = (part: number) => R | undefined

/** Is told of all parts in turn. */
export interface PartNotes<R extends FormerRun> {
  readonly part: (part: number, place: PartPlace) => void
  /** `offset` and `headersOffset` are those of its first part. */
  readonly run: (run: R, at: Pick<PartPlace, 'offset' | 'headersOffset'>) => void
}

/** The bytes are those of `zipChunks` with the entries of all parts. */
export function* zipPartChunks<R extends FormerRun>(
  parts: ArchiveParts,
  findRun: FindRun<R>,
  notes: PartNotes<R>,
): Generator<Uint8Array> {
  const zip = zipWriter()
  const guard = pathGuard()
  parts.paths.forEach(guard)
  for (let part = 0; part < parts.paths.length; ) {
    const at = { offset: zip.length(), headersOffset: zip.headersLength() }
    const run = findRun(part)
    if (run !== undefined && isNear(run.piece, at.offset)) {
      yield* zip.addPiece(run.piece)
      notes.run(run, at)
      part += run.count
      continue
    }
    for (const entry of guardedEntries(parts, part)) yield* zip.add(entry)
    const [length, headersLength] = [zip.length() - at.offset, zip.headersLength() - at.headersOffset]
    notes.part(part, { ...at, length, headersLength })
    part += 1
  }
  yield* zip.end()
}

/** Headers of entries beyond 4 GiB have another length, so those cannot be moved. */
function isNear({ offset, bytes }: ZipPiece, newOffset: number): boolean {
  return Math.max(offset, newOffset) + bytes.length < max32
}

/** A hundred thousand parts may have to be looked at, one by one. */
const smallBlock = 8 * 1024

/** Whether the entries of a part are those that stand in a former archive. */
export function isPiece(parts: ArchiveParts, part: number, { bytes, headers, offset }: ZipPiece): boolean {
  const zip = zipWriter(smallBlock)
  const chunks: Uint8Array[] = []
  for (const entry of guardedEntries(parts, part)) chunks.push(...zip.add(entry))
  const [length, headersLength] = [zip.length(), zip.headersLength()]
  for (const chunk of zip.end()) chunks.push(chunk)
  const made = Buffer.concat(chunks)
  if (!made.subarray(0, length).equals(bytes)) return false
  // Beyond 4 GiB headers say where they stand in another way.
  if (offset + length >= max32) return true
  return made.subarray(length, length + headersLength).equals(movedHeaders(headers, -offset).moved)
}

/** Parts keep apart by their paths; so what is left to see to is each part. */
function* guardedEntries({ paths, entries }: ArchiveParts, part: number): Iterable<Artifact> {
  const guard = pathGuard()
  const path = paths[part] ?? ''
  for (const entry of entries(part)) {
    if (entry.path !== path && !entry.path.startsWith(`${path}/`)) {
      throw new RangeError(`the entry "${entry.path}" is not in its part "${path}"`)
    }
    guard(entry.path)
    yield entry
  }
}
