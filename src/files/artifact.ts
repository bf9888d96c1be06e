/** One output file as a value: nothing is written here. */

export interface Artifact {
  /** Relative path with `/`, no `.` or `..` steps. */
  readonly path: string
  readonly content: string | Uint8Array | Archive
  /** Secret files are written readable by their owner alone (0600), others 0644. */
  readonly secret: boolean
  /** Overrides the mode that follows from `secret`; for files that are run. */
  readonly executable?: boolean
}

/** Many small files in one; drained as a stream, once, so that a fleet never has to fit into memory. */
export interface Archive {
  readonly archive: 'zip'
  readonly entries: Iterable<Artifact>
}

export function isArchive(content: Artifact['content']): content is Archive {
  return typeof content === 'object' && 'archive' in content
}
