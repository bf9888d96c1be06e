/** Files that a command line names: each by itself, or all that fit in a folder. */

import { join, resolve } from 'node:path'
import { Failure, failureReason } from '../diagnostics/failure.ts'
import { type FileSystem, nodeFileSystem, readUpTo } from './file-system.ts'

export interface GivenFile {
  /** As it is to be shown. */
  readonly name: string
  readonly content: Buffer
}

/** One that is there, and of no use. */
export interface UnreadableFile {
  readonly name: string
  readonly problem: string
}

const largestFileBytes = 1024 * 1024

/**
 * In the order of the command line; those of a folder, and of the folders in it, in order of name.
 *
 * @param fits says by its name whether a file of a folder is meant; one that is named itself always is.
 * @throws Failure where a path leads nowhere.
 */
export function* givenFiles(
  paths: readonly string[],
  fits: (name: string) => boolean,
  { cwd, fs = nodeFileSystem }: { readonly cwd: string; readonly fs?: FileSystem },
): Iterable<GivenFile | UnreadableFile> {
  for (const path of paths) {
    const files = isFolder(fs, resolve(cwd, path), path) ? filesIn(fs, cwd, path, fits) : [path]
    for (const name of files) yield readGiven(fs, resolve(cwd, name), name)
  }
}

function isFolder(fs: FileSystem, path: string, shown: string): boolean {
  try {
    return fs.statSync(path).isDirectory()
  } catch (error) {
    const reason = failureReason(error)
    if (reason === undefined) throw error
    throw new Failure(`cannot read ${shown}: ${reason}`, { cause: error })
  }
}

/** Hidden ones are left alone, and links to folders: they may lead in a circle. */
function* filesIn(
  fs: FileSystem,
  cwd: string,
  folder: string,
  fits: (name: string) => boolean,
): Iterable<string> {
  const entries = fs.readdirSync(resolve(cwd, folder), { withFileTypes: true })
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith('.')) continue
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* filesIn(fs, cwd, path, fits)
    else if (fits(entry.name)) yield path
  }
}

function readGiven(fs: FileSystem, path: string, name: string): GivenFile | UnreadableFile {
  try {
    const content = readUpTo(fs, path, largestFileBytes)
    return content === undefined ? { name, problem: 'it is far too large' } : { name, content }
  } catch (error) {
    const reason = failureReason(error)
    if (reason === undefined) throw error
    return { name, problem: `it cannot be read: ${reason}` }
  }
}
