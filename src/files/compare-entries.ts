/** Compares two descriptions of an output. */

import type { ManifestEntry } from './manifest.ts'

/** Paths, sorted. */
export interface EntryChanges {
  readonly added: readonly string[]
  readonly changed: readonly string[]
  readonly removed: readonly string[]
}

/** What turns `before` into `after`: by path, content, mode and secrecy. */
export function compareEntries(
  before: readonly ManifestEntry[],
  after: readonly ManifestEntry[],
): EntryChanges {
  const old = new Map(before.map((entry) => [entry.path, entry]))
  const added: string[] = []
  const changed: string[] = []
  for (const entry of after) {
    const earlier = old.get(entry.path)
    old.delete(entry.path)
    if (earlier === undefined) added.push(entry.path)
    else if (!sameEntry(earlier, entry)) changed.push(entry.path)
  }
  return { added: added.sort(), changed: changed.sort(), removed: [...old.keys()].sort() }
}

function sameEntry(a: ManifestEntry, b: ManifestEntry): boolean {
  return a.sha256 === b.sha256 && a.mode === b.mode && a.secret === b.secret
}
