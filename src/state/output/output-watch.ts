/** Watches that nobody else changes an output while it is written and compared. */

import { contentIdentity } from '../file-identity.ts'
import type { FileSystem } from '../file-system.ts'
import { factsDigest, folderFacts, settledFacts } from '../folder-facts.ts'

export interface OutputWatch {
  /** Call it when the new output is complete, just before it takes its place. */
  readonly swapping: (staging: string) => void
  /**
   * What the output is known by from now on; `undefined` where somebody else may have changed it in the meantime.
   *
   * @param kept paths of the files that were compared, and stayed.
   */
  readonly digest: (kept: readonly string[]) => Promise<string | undefined>
}

/** Call it before the output is looked at. */
export async function watchOutput(fs: FileSystem, target: string): Promise<OutputWatch> {
  const { files: before } = await settledFacts(fs, target)
  let staged: ReadonlyMap<string, string> | undefined
  return {
    swapping(staging) {
      staged = folderFacts(fs, staging).files
    },
    async digest(kept) {
      const { files: after } = await settledFacts(fs, target)
      const wanted = staged === undefined ? before : staged
      const linked = new Set(staged === undefined ? [] : kept)
      const isSame = (path: string, identity: string) =>
        linked.has(path)
          ? contentIdentity(before.get(path) ?? '') === contentIdentity(identity)
          : wanted.get(path) === identity
      const isOurs = after.size === wanted.size && Array.from(after).every((file) => isSame(...file))
      return isOurs ? factsDigest({ files: after }) : undefined
    },
  }
}
