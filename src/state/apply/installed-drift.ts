/** Compares what is installed on a machine with a release: content, mode and owner. */

import type { InstalledFile, Machine } from './machine.ts'
import type { Release } from './release.ts'

export interface Drift {
  readonly path: string
  /** As `content`, `mode 0644 instead of 0600`, `missing`, `not of mqttopia`. */
  readonly differs: string
}

/** Sorted by path; empty: the release is installed and in force as it should be. */
export async function installedDrift(machine: Machine, release: Release): Promise<readonly Drift[]> {
  const current = await machine.current()
  if (current === undefined) return [{ path: 'current', differs: 'missing: nothing is installed' }]
  const files = new Map((await machine.describe(current)).map((file) => [file.path, file]))
  const drift: Drift[] = []
  for (const { path, sha256, mode } of release.entries) {
    const file = files.get(path)
    files.delete(path)
    drift.push(...differences(path, { sha256, mode }, file))
  }
  drift.push(
    ...Array.from(files.keys(), (path) => ({ path, differs: 'not of mqttopia, or of an earlier release' })),
  )
  return [...drift, ...(await ownerDrift(machine, current))].sort((a, b) => (a.path < b.path ? -1 : 1))
}

function differences(
  path: string,
  wanted: Pick<InstalledFile, 'sha256' | 'mode'>,
  file: InstalledFile | undefined,
): readonly Drift[] {
  if (file === undefined) return [{ path, differs: 'missing' }]
  return [
    ...(file.sha256 === wanted.sha256 ? [] : [{ path, differs: 'content' }]),
    ...(file.mode === wanted.mode ? [] : [{ path, differs: `mode ${file.mode} instead of ${wanted.mode}` }]),
  ]
}

/** All files of a release are given to one account. */
async function ownerDrift(machine: Machine, id: string): Promise<readonly Drift[]> {
  const files = await machine.describe(id)
  const counts = new Map<string, number>()
  for (const { owner } of files) counts.set(owner, (counts.get(owner) ?? 0) + 1)
  const [most] = [...counts].sort(([, a], [, b]) => b - a)
  return files
    .filter(({ owner }) => owner !== most?.[0])
    .map(({ path, owner }) => ({ path, differs: `owner ${owner} instead of ${most?.[0]}` }))
}
