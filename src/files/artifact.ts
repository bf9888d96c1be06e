/** One output file as a value: nothing is written here. */

export interface Artifact {
  /** Relative path with `/`, no `.` or `..` steps. */
  readonly path: string
  readonly content: string | Uint8Array | Archive
  /** Secret files are written readable by their owner alone (0600), others 0644. */
  readonly secret: boolean
  /** Secret for the sake of its mode alone: some program insists. What it says may be shown. */
  readonly shareable?: true
  /** Overrides the mode that follows from `secret`; for files that are run. */
  readonly executable?: boolean
}

/** Many small files in one; drained as a stream, once, so that a fleet never has to fit into memory. */
export interface Archive {
  readonly archive: 'zip'
  readonly entries: Iterable<Artifact>
  /** The same entries, divided so that who has a former archive need not make all of them. */
  readonly parts?: () => ArchiveParts
}

/** Entries that stand together in an archive are a part; parts have numbers, from 0. */
export interface ArchiveParts {
  /** Of each part the file that it is, or the folder that holds all of its entries and those of no other part. */
  readonly paths: readonly string[]
  /** Of all that its entries follow from, its path included: equal digests, equal entries. 16 bytes, as Latin-1. */
  readonly digest: (part: number) => string
  /**
   * Its entries are those that stood at this very path when the archive was last written where it is written now, if
   * any did: its digest need not be asked for.
   */
  readonly isUnchanged: (part: number) => boolean
  readonly entries: (part: number) => Iterable<Artifact>
}

export function archiveOf(parts: () => ArchiveParts): Archive {
  return { archive: 'zip', entries: entriesOf(parts), parts }
}

function* entriesOf(parts: () => ArchiveParts): Iterable<Artifact> {
  const { paths, entries } = parts()
  for (const part of paths.keys()) yield* entries(part)
}

export function isArchive(content: Artifact['content']): content is Archive {
  return typeof content === 'object' && 'archive' in content
}
