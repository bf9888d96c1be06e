/**
 * One process at a time: a lock that is a folder with one file in it, whose name says who holds it.
 *
 * Taking it is one rename: of a prepared folder to the lock's name, which fails while a folder that is not
 * empty is there. Taking it over from a process that died is one rename too, of that process's file; its
 * name is unique, so of several that try only one succeeds. Nothing is decided between two steps.
 */

import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { errorCode, Failure } from '../diagnostics/failure.ts'
import { type FileSystem, makeFolder } from './file-system.ts'
import {
  identityFileName,
  livenessOf,
  type ProcessIdentity,
  parseIdentity,
  thisProcess,
} from './process-identity.ts'

export interface HeldLock {
  readonly release: () => void
}

export interface LockOptions {
  readonly fs: FileSystem
  /** Called once, when somebody else holds the lock. */
  readonly onWait: (holder: string) => void
  /** How long to wait for a living process. Default: 10 minutes. */
  readonly waitSeconds?: number
}

const lockName = 'running'
const pollMs = 100

/**
 * Takes the lock of `folder`, which is made if need be; waits while another process holds it.
 *
 * @throws Failure when the wait is over, or where the holder runs on another machine.
 */
export async function holdLock(folder: string, options: LockOptions): Promise<HeldLock> {
  const { fs, onWait, waitSeconds = 600 } = options
  const own = identityFileName(thisProcess(), randomBytes(6).toString('hex'))
  const deadline = performance.now() + waitSeconds * 1000
  for (let waiting = false; !take(fs, folder, own); ) {
    const holder = holderOf(fs, folder)
    if (holder === undefined) continue
    if (holder.liveness === 'dead') {
      if (takeOver(fs, folder, holder.file, own)) break
      continue
    }
    if (holder.liveness === 'unknown' || performance.now() > deadline) throw locked(folder, holder.identity)
    if (!waiting) onWait(describe(holder.identity))
    waiting = true
    await sleep(pollMs)
  }
  sweep(fs, folder)
  return { release: () => release(fs, folder, own) }
}

function take(fs: FileSystem, folder: string, own: string): boolean {
  makeFolder(fs, folder, 0o700)
  const prepared = join(folder, `${lockName}.${own}`)
  try {
    fs.mkdirSync(prepared, 0o700)
    fs.closeSync(fs.openSync(join(prepared, own), 'wx', 0o600))
    fs.renameSync(prepared, join(folder, lockName))
    return true
  } catch (error) {
    fs.rmSync(prepared, { recursive: true, force: true })
    // ENOENT: the last holder has just removed the folder around the lock
    if (['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(errorCode(error) ?? '')) return false
    throw error
  }
}

interface Holder {
  readonly file: string
  readonly identity: ProcessIdentity | undefined
  readonly liveness: ReturnType<typeof livenessOf>
}

function holderOf(fs: FileSystem, folder: string): Holder | undefined {
  try {
    const [file] = fs.readdirSync(join(folder, lockName))
    if (file === undefined) return undefined
    const identity = parseIdentity(file)
    return { file, identity, liveness: identity === undefined ? 'unknown' : livenessOf(identity) }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
}

/** Puts our name in the place of a dead process's; false when somebody else was faster. */
function takeOver(fs: FileSystem, folder: string, file: string, own: string): boolean {
  const lock = join(folder, lockName)
  try {
    fs.renameSync(join(lock, file), join(lock, own))
    return true
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false
    throw error
  }
}

/** Removes what processes left behind that died while they prepared to take the lock. */
function sweep(fs: FileSystem, folder: string): void {
  try {
    for (const name of fs.readdirSync(folder).filter(isLeftOver)) {
      fs.rmSync(join(folder, name), { recursive: true, force: true })
    }
  } catch {
    // they are in nobody's way
  }
}

function isLeftOver(name: string): boolean {
  if (!name.startsWith(`${lockName}.`)) return false
  const identity = parseIdentity(name.slice(lockName.length + 1))
  return identity !== undefined && livenessOf(identity) === 'dead'
}

/** Somebody may have removed the lock, as {@link locked} advises, or taken the empty one already. */
function release(fs: FileSystem, folder: string, own: string): void {
  const lock = join(folder, lockName)
  try {
    fs.unlinkSync(join(lock, own))
    fs.rmdirSync(lock)
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(errorCode(error) ?? '')) throw error
  }
}

function describe(identity: ProcessIdentity | undefined): string {
  if (identity === undefined) return 'an unknown process'
  const [host] = identity.machine.split(' ')
  return `process ${identity.pid} on ${host}`
}

function locked(folder: string, identity: ProcessIdentity | undefined): Failure {
  const lock = join(folder, lockName)
  return new Failure(
    `${folder} is in use by ${describe(identity)}; wait for it, or remove ${lock} if it runs no more`,
  )
}
