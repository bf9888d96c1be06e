/** File modes of artifacts. */

import type { Artifact } from './artifact.ts'

/** Secret files are their owner's alone; only files that are run are executable. */
export function artifactMode({
  secret,
  executable = false,
}: Pick<Artifact, 'secret' | 'executable'>): number {
  if (secret) return executable ? 0o700 : 0o600
  return executable ? 0o755 : 0o644
}
