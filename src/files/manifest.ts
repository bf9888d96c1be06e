/** The manifest of an output folder: what mqttopia put there, so that edits show and nothing else is replaced. */

import type { Artifact } from './artifact.ts'
import { artifactMode } from './artifact-mode.ts'
import { isRecord, parsedJson } from './parsed-json.ts'

export const manifestName = 'manifest.json'

export interface ManifestEntry {
  readonly path: string
  /** Of the content, lower-case hexadecimal. */
  readonly sha256: string
  readonly bytes: number
  /** Octal, as `0644`. */
  readonly mode: string
  readonly secret: boolean
}

export function manifestEntry(artifact: Artifact, sha256: string, bytes: number): ManifestEntry {
  return {
    path: artifact.path,
    sha256,
    bytes,
    mode: modeText(artifactMode(artifact)),
    secret: artifact.secret,
  }
}

export function modeText(mode: number): string {
  return mode.toString(8).padStart(4, '0')
}

/**
 * The manifest as an artifact, sorted by path, one line an entry. It is secret: the digest of a file
 * that holds a password somebody chose would let that password be guessed offline.
 */
export function manifestArtifact(entries: readonly ManifestEntry[]): Artifact {
  const lines = entries.toSorted(byPath).map((entry) => `    ${JSON.stringify(entry)}`)
  const list = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n  ]`
  return {
    path: manifestName,
    content: `{\n  "mqttopia": "output",\n  "version": 1,\n  "files": ${list}\n}\n`,
    secret: true,
  }
}

export function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0
}

/** Reads a manifest back; `undefined` when the text is none of ours. */
export function parseManifest(text: string): readonly ManifestEntry[] | undefined {
  const value = parsedJson(text)
  if (!isRecord(value) || value.mqttopia !== 'output' || value.version !== 1) return undefined
  const { files } = value
  return Array.isArray(files) && files.every(isEntry) ? files : undefined
}

function isEntry(value: unknown): value is ManifestEntry {
  return (
    isRecord(value) &&
    typeof value.path === 'string' &&
    typeof value.sha256 === 'string' &&
    typeof value.bytes === 'number' &&
    typeof value.mode === 'string' &&
    typeof value.secret === 'boolean'
  )
}
