/** What all files of a folder are known by without reading them. */

import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { errorCode } from '../diagnostics/failure.ts'
import { clockStepMs, fileIdentity, isSettled } from './file-identity.ts'
import type { FileSystem } from './file-system.ts'

export interface FolderFacts {
  /** Relative path to identity, in an order that is always the same. What is not a folder is a file. */
  readonly files: ReadonlyMap<string, string>
  /** The last `ctime` among them. */
  readonly newestMs: number
}

/** @param isWanted says of a path whether it counts; a folder that does not is not looked into. */
export function folderFacts(
  fs: FileSystem,
  folder: string,
  isWanted: (path: string) => boolean = () => true,
): FolderFacts {
  const files = new Map<string, string>()
  let newestMs = 0
  const collect = (prefix: string) => {
    const entries = fs.readdirSync(`${folder}/${prefix}`, { withFileTypes: true })
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = prefix + entry.name
      if (!isWanted(path)) continue
      if (entry.isDirectory()) {
        collect(`${path}/`)
        continue
      }
      const stat = fs.lstatSync(`${folder}/${path}`, { bigint: true })
      newestMs = Math.max(newestMs, Number(stat.ctimeMs))
      files.set(path, fileIdentity(stat))
    }
  }
  try {
    collect('')
  } catch (error) {
    if (!['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '')) throw error
    files.clear() // there is no such folder, or it changes just now
  }
  return { files, newestMs }
}

/** The same, once an edit from now on would show. */
export async function settledFacts(fs: FileSystem, folder: string): Promise<FolderFacts> {
  const facts = folderFacts(fs, folder)
  if (isSettled(facts.newestMs)) return facts
  await sleep(clockStepMs + 1)
  return folderFacts(fs, folder)
}

/** Whether the files are those that the digest was made of. */
export function isKnownBy(digest: string, fs: FileSystem, folder: string): boolean {
  return factsDigest(folderFacts(fs, folder)) === digest
}

export function factsDigest({ files }: Pick<FolderFacts, 'files'>): string {
  const hash = createHash('sha256')
  for (const [path, identity] of files) hash.update(`${path}\0${identity}\n`)
  return hash.digest('hex')
}
