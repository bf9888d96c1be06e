/** What the world did to us: a full disk, a missing permission, a damaged file. Nobody's bug, no finding. */

/** Its message is a plain sentence for the user, without anything secret; print it without a stack. */
export class Failure extends Error {
  override readonly name = 'Failure'
}

const reasons: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'permission denied'],
  ['EBUSY', 'it is in use or a mount point'],
  ['EDQUOT', 'the disk quota is used up'],
  ['EEXIST', 'it exists already'],
  ['EFBIG', 'it would be larger than the system allows'],
  ['EIO', 'the disk failed'],
  ['EISDIR', 'it is a folder'],
  ['ELOOP', 'too many symbolic links lead to it'],
  ['EMFILE', 'too many files are open'],
  ['ENAMETOOLONG', 'its name is too long'],
  ['ENFILE', 'too many files are open'],
  ['ENODEV', 'it is a device'],
  ['ENOENT', 'it does not exist'],
  ['ENOSPC', 'the disk is full'],
  ['ENOTDIR', 'a part of its path is not a folder'],
  ['ENOTEMPTY', 'it is not empty'],
  ['EPERM', 'the operation is not permitted'],
  ['EROFS', 'the disk is mounted read-only'],
  ['EXDEV', 'it is on another disk'],
])

/** The code of a system error, as `ENOSPC`. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/** Why a file operation failed, in words; `undefined` for errors that are not of the file system. */
export function failureReason(error: unknown): string | undefined {
  const code = errorCode(error)
  if (code === undefined || code.startsWith('ERR_')) return undefined
  return reasons.get(code) ?? `the system says ${code}`
}

/**
 * Runs `work`; a file operation that fails in it becomes a {@link Failure} "cannot VERB PATH: REASON", with the path
 * that the system names where that is another one.
 * Bugs and failures pass through unchanged.
 */
export async function orFail<T>(what: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw asFailure(what, error)
  }
}

function asFailure(what: string, error: unknown): unknown {
  const reason = failureReason(error)
  if (error instanceof Failure || reason === undefined) return error
  const path = error instanceof Error && 'path' in error ? error.path : undefined
  const at = typeof path === 'string' && !names(what, path) ? ` (${path})` : ''
  return new Failure(`cannot ${what}: ${reason}${at}`, { cause: error })
}

/** True for `write out/x` and `/home/ann/out/x`. */
function names(what: string, path: string): boolean {
  const object = what.slice(what.indexOf(' ') + 1).replace(/^\.\//, '')
  return path === object || path.endsWith(`/${object}`)
}
