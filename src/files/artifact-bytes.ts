/** The bytes of an artifact, whatever form its content has. */

import type { Artifact } from './artifact.ts'
import { isArchive } from './artifact.ts'
import { zipChunks } from './zip.ts'

/** Yields the content in pieces; an archive is made as it is pulled, so its entries are drained. */
export function* artifactChunks({ content }: Artifact): Generator<Uint8Array> {
  if (typeof content === 'string') yield Buffer.from(content)
  else if (isArchive(content)) yield* zipChunks(content.entries)
  else yield content
}
