/** Listens on a Unix socket, mosquitto.conf(5) `listener 0 PATH`. */

import { chmod, lstat, stat, unlink } from 'node:fs/promises'
import { connect, type Server } from 'node:net'
import { dirname } from 'node:path'
import { errorCode, Failure } from '../../diagnostics/failure.ts'
import { bindProblem } from './bind-problem.ts'
import { listen } from './listen.ts'

/** As Mosquitto's, which binds under umask 0007. */
const MODE = 0o770

/** `sun_path` of unix(7), without its end. */
const MAX_PATH_BYTES = 107

/**
 * A socket that nobody listens on any more, as a killed broker leaves it, is replaced; anything else in its place stays.
 *
 * @throws Failure where it cannot listen.
 */
export async function listenOnPath(server: Server, path: string): Promise<void> {
  if (Buffer.byteLength(path) > MAX_PATH_BYTES)
    throw new Failure(`cannot listen on ${path}: the path is too long for a socket`)
  try {
    // Asked for, since Node says "permission denied" of folders that do not exist.
    await stat(dirname(path))
    await removeStale(path)
    await listen(server, { path })
    await chmod(path, MODE)
  } catch (error) {
    if (error instanceof Failure) throw error
    throw new Failure(`cannot listen on ${path}: ${bindProblem(error)}`, { cause: error })
  }
}

async function removeStale(path: string): Promise<void> {
  const found = await lstat(path).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  })
  if (found === undefined) return
  if (!found.isSocket())
    throw new Failure(`cannot listen on ${path}: something else than a socket is there already`)
  if (await isAnswered(path))
    throw new Failure(`cannot listen on ${path}: another program listens there already`)
  await unlink(path)
}

/** Errors other than "nobody listens" count as an answer: what cannot be told stays. */
function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(path)
    probe.once('connect', () => {
      probe.destroy()
      resolve(true)
    })
    probe.once('error', (error) => resolve(errorCode(error) !== 'ECONNREFUSED'))
  })
}
