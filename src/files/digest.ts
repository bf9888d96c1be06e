/** Digests of artifacts: equal digests, equal output. */

import { createHash, hash } from 'node:crypto'
import type { Artifact } from './artifact.ts'
import { artifactChunks } from './artifact-bytes.ts'
import { byPath, type ManifestEntry, manifestEntry } from './manifest.ts'

/** SHA-256 of bytes, in hex. */
export function digestBytes(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** SHA-256 of text in UTF-8, in hex. */
export function digestText(text: string): string {
  return hash('sha256', text)
}

/** SHA-256 of text in UTF-8, in Base64, as content policies want it. */
export function base64Digest(text: string): string {
  return hash('sha256', text, 'base64')
}

/** The first `length` bytes of the SHA-256 of text in UTF-8, each as one character. */
export function packedDigest(text: string, length: number): string {
  return hash('sha256', text, 'binary').slice(0, length)
}

/** Describes each artifact by path, digest, size and mode, sorted by path. Archives are drained. */
export function describeArtifacts(artifacts: Iterable<Artifact>): readonly ManifestEntry[] {
  return Array.from(artifacts, describe).sort(byPath)
}

function describe(artifact: Artifact): ManifestEntry {
  const hash = createHash('sha256')
  let bytes = 0
  for (const chunk of artifactChunks(artifact)) {
    hash.update(chunk)
    bytes += chunk.length
  }
  return manifestEntry(artifact, hash.digest('hex'), bytes)
}

/** One digest for a whole output: of paths, contents and modes, whatever the order. Archives are drained. */
export function digestArtifacts(artifacts: Iterable<Artifact>): string {
  return digestEntries(describeArtifacts(artifacts))
}

/** Like {@link digestArtifacts}, of what a manifest says. */
export function digestEntries(entries: readonly ManifestEntry[]): string {
  const hash = createHash('sha256')
  for (const { path, sha256, mode } of entries.toSorted(byPath)) {
    hash.update(`${JSON.stringify(path)} ${sha256} ${mode}\n`)
  }
  return hash.digest('hex')
}
