/** Whether an installed release holds exactly what it should. */

import type { ManifestEntry } from '../../files/manifest.ts'
import type { InstalledFile } from './machine.ts'
import { releaseId } from './release.ts'

export function isWhole(
  id: string,
  entries: readonly ManifestEntry[] | undefined,
  present: readonly Pick<InstalledFile, 'path' | 'sha256' | 'mode'>[],
): boolean {
  if (entries === undefined || releaseId(entries) !== id) return false
  const byPath = new Map(present.map((file) => [file.path, file]))
  return (
    present.length === entries.length &&
    entries.every(({ path, sha256, mode }) => {
      const file = byPath.get(path)
      return file?.sha256 === sha256 && file.mode === mode
    })
  )
}
