/** Reads a spec as it was in a revision of its git repository, by the system's own git; nothing is checked out. */

import { execFile } from 'node:child_process'
import { posix, relative, resolve, sep } from 'node:path'
import { promisify } from 'node:util'
import { errorCode, Failure } from '../diagnostics/failure.ts'
import { lazyPackage } from '../files/lazy-package.ts'
import type { SpecReader } from '../spec/spec-reader.ts'

export interface GitRevision {
  /** All of its digits. */
  readonly commit: string
  readonly reader: SpecReader
}

const picomatch = lazyPackage<typeof import('picomatch')>('picomatch')

const run = promisify(execFile)
const MAX_BYTES = 1024 * 1024 * 1024

/**
 * @param folder inside of the repository
 * @param cwd where the paths of the reader start
 * @throws Failure where there is no git, no repository or no such revision
 */
export async function openRevision(revision: string, folder: string, cwd: string): Promise<GitRevision> {
  const root = (await git(folder, ['rev-parse', '--show-toplevel'])).trim()
  const commit = await commitOf(revision, folder)
  const pathOf = (path: string) => relative(root, resolve(cwd, path)).split(sep).join('/')
  return {
    commit,
    reader: {
      readFile: (path) => readBlob(root, commit, pathOf(path), path),
      glob: async (pattern, below) => {
        const prefix = pathOf(below)
        const isMatch = picomatch()(posix.join(escaped(prefix), pattern))
        const paths = (await git(root, ['ls-tree', '-r', '-z', '--name-only', commit])).split('\0')
        return paths.filter((path) => isMatch(path)).map((path) => posix.relative(prefix, path))
      },
      importModule: (path) => {
        throw new Failure(
          `cannot read ${path} from revision ${revision}: a spec that is a program runs from a folder only; compare with --against-dir`,
        )
      },
    },
  }
}

async function commitOf(revision: string, folder: string): Promise<string> {
  const named = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]
  try {
    return (await git(folder, named)).trim()
  } catch (error) {
    throw new Failure(`git knows no revision ${JSON.stringify(revision)} here`, { cause: error })
  }
}

/** What git says, as text; run in `folder`. @throws Failure where it fails */
export async function git(folder: string, args: readonly string[]): Promise<string> {
  return (await gitBytes(folder, args)).toString()
}

export async function gitBytes(folder: string, args: readonly string[]): Promise<Buffer> {
  try {
    const options = { cwd: folder, encoding: 'buffer', maxBuffer: MAX_BYTES } as const
    return (await run('git', args, options)).stdout
  } catch (error) {
    if (errorCode(error) === 'ENOENT')
      throw new Failure('cannot read a revision: there is no git here', { cause: error })
    throw new Failure(`git says: ${lastLine(error)}`, { cause: error })
  }
}

function lastLine(error: unknown): string {
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error)
  return said.trim().split('\n').at(-1) ?? ''
}

async function readBlob(root: string, commit: string, path: string, given: string): Promise<Buffer> {
  try {
    return await gitBytes(root, ['cat-file', 'blob', `${commit}:${path}`])
  } catch (cause) {
    throw Object.assign(new Error(`there is no ${given} in ${commit}`, { cause }), { code: 'ENOENT' })
  }
}

/** What a folder is called is no pattern. */
function escaped(folder: string): string {
  return folder.replace(/[\\*?[\]{}()!+@|]/g, '\\$&')
}
