/** A merge that git has stopped in, and the files of a folder as its sides have them; nothing is checked out. */

import { dirname, join, relative, sep } from 'node:path'
import { Failure } from '../diagnostics/failure.ts'
import type { FileSystem } from './file-system.ts'
import { makeFolder, writeNewFile } from './file-system.ts'
import { git, gitBytes } from './git-revision.ts'

/** Commits, by all of their digits. */
export interface GitMerge {
  /** Absent where the two have no history in common. */
  readonly base?: string
  /** What is checked out. */
  readonly ours: string
  /** What is merged into it, picked, or put on top of it. */
  readonly theirs: string
}

/** @throws Failure where nothing is being merged in the repository that `folder` is in */
export async function mergeUnderWay(folder: string): Promise<GitMerge> {
  const ours = await commit(folder, 'HEAD')
  if (ours !== undefined) {
    const merged = await commit(folder, 'MERGE_HEAD')
    if (merged !== undefined) return withBase({ ours, theirs: merged }, await mergeBase(folder, ours, merged))
    const picked = (await commit(folder, 'CHERRY_PICK_HEAD')) ?? (await commit(folder, 'REBASE_HEAD'))
    if (picked !== undefined) return withBase({ ours, theirs: picked }, await commit(folder, `${picked}^`))
  }
  throw new Failure(
    'git is not in the middle of a merge here; run "git merge" first, and this where it stops',
  )
}

function withBase(sides: Omit<GitMerge, 'base'>, base: string | undefined): GitMerge {
  return base === undefined ? sides : { ...sides, base }
}

function commit(folder: string, name: string): Promise<string | undefined> {
  return answer(folder, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`])
}

function mergeBase(folder: string, a: string, b: string): Promise<string | undefined> {
  return answer(folder, ['merge-base', a, b])
}

/** `undefined` where git says no. */
async function answer(folder: string, args: readonly string[]): Promise<string | undefined> {
  try {
    return (await git(folder, args)).trim()
  } catch (error) {
    if (error instanceof Failure && /there is no git here|not a git repository/.test(error.message))
      throw error
    return undefined
  }
}

/** Writes the files that a commit has in `folder` to `target`, which is made for this user alone. */
export async function exportFolder(
  fs: FileSystem,
  commit: string | undefined,
  folder: string,
  target: string,
): Promise<void> {
  makeFolder(fs, target, 0o700)
  if (commit === undefined) return
  const root = (await git(folder, ['rev-parse', '--show-toplevel'])).trim()
  const path = relative(root, folder).split(sep).join('/')
  const names = (await git(root, ['ls-tree', '-r', '-z', '--name-only', commit, '--', `${path}/`])).split(
    '\0',
  )
  for (const name of names.filter((each) => each !== '')) {
    const file = join(target, relative(path, name))
    if (dirname(file) !== target) makeFolder(fs, dirname(file), 0o700)
    writeNewFile(fs, file, 0o600, [await gitBytes(root, ['cat-file', 'blob', `${commit}:${name}`])])
  }
}
