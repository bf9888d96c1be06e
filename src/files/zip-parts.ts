/** Writes a zip archive part by part, and takes from a former one what has not changed. */

import type { ArchivePart, Artifact } from './artifact.ts'
import { pathGuard } from './artifact-path.ts'
import { type ZipPiece, zipWriter } from './zip.ts'
import { max32 } from './zip-records.ts'

/** Where the entries of a part stand in an archive. */
export interface PartPlace {
  readonly digest: string
  readonly offset: number
  readonly length: number
  /** Of its headers, from the start of the central directory. */
  readonly headersOffset: number
  readonly headersLength: number
}

/** A part whose digest is known by now. */
export interface DigestedPart extends Omit<ArchivePart, 'digest'> {
  readonly digest: string
}

/** The part with this digest, as it stands in a former archive of the same name. */
export type FormerPiece = (digest: string) => ZipPiece | undefined

/** The bytes are those of `zipChunks` with the entries of all parts. `note` is told of each part in turn. */
export function* zipPartChunks(
  parts: Iterable<DigestedPart>,
  formerPiece: FormerPiece,
  note: (place: PartPlace) => void,
): Generator<Uint8Array> {
  const zip = zipWriter()
  const guard = pathGuard()
  for (const part of parts) {
    guard(part.path)
    const [offset, headersOffset] = [zip.length(), zip.headersLength()]
    const piece = formerPiece(part.digest)
    if (piece !== undefined && isNear(piece, offset)) yield* zip.addPiece(piece)
    else for (const entry of guardedEntries(part)) yield* zip.add(entry)
    note({
      digest: part.digest,
      ...{ offset, length: zip.length() - offset },
      ...{ headersOffset, headersLength: zip.headersLength() - headersOffset },
    })
  }
  yield* zip.end()
}

/** Headers of entries beyond 4 GiB have another length, so those cannot be moved. */
function isNear({ offset, bytes }: ZipPiece, newOffset: number): boolean {
  return Math.max(offset, newOffset) + bytes.length < max32
}

/** The bytes that the entries of a part have in any archive, but for their place in it. */
export function partBytes(part: DigestedPart): Buffer {
  const zip = zipWriter()
  const chunks: Uint8Array[] = []
  for (const entry of guardedEntries(part)) chunks.push(...zip.add(entry))
  const length = zip.length()
  for (const chunk of zip.end()) chunks.push(chunk)
  return Buffer.concat(chunks).subarray(0, length)
}

/** Parts keep apart by their paths; so what is left to see to is each part. */
function* guardedEntries({ path, entries }: Pick<ArchivePart, 'path' | 'entries'>): Iterable<Artifact> {
  const guard = pathGuard()
  for (const entry of entries()) {
    if (entry.path !== path && !entry.path.startsWith(`${path}/`)) {
      throw new RangeError(`the entry "${entry.path}" is not in its part "${path}"`)
    }
    guard(entry.path)
    yield entry
  }
}
