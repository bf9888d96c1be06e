/**
 * Replaces one folder by another: two renames, and what makes an interruption between them harmless.
 *
 * All work happens in `.NAME.mqttopia` beside the folder, on the same disk. `old` exists there only while
 * a swap is under way; so where it is found and the folder is gone, it is put back.
 */

import { basename, dirname, join } from 'node:path'
import { errorCode } from '../../diagnostics/failure.ts'
import { type FileSystem, makeFolder, syncFolder } from '../file-system.ts'
import { type HeldLock, holdLock } from '../hold-lock.ts'

export interface OutputSwap {
  /** The folder to fill; made anew, closed to others. */
  readonly staging: string
  /** Puts the staging folder in the place of the output, and removes that. */
  readonly swap: (mode: number) => void
  /** Removes what is left of the work, and lets the next process in. */
  readonly end: () => void
  /** As {@link end}, as far as it goes: something has failed already, and that is what counts. */
  readonly abandon: () => void
}

/** Waits until no other process writes this output, and mends what a killed one left behind. */
export async function beginSwap(
  target: string,
  fs: FileSystem,
  onWait: (holder: string) => void,
): Promise<OutputSwap> {
  const work = join(dirname(target), `.${basename(target)}.mqttopia`)
  const lock = await holdLock(work, { fs, onWait }).catch((error: unknown) => {
    quietly(() => removeEmpty(fs, work))
    throw error
  })
  const [staging, old, waste] = [join(work, 'new'), join(work, 'old'), join(work, 'waste')]
  try {
    recover(fs, target, old)
    clear(fs, staging, old, waste)
    makeFolder(fs, staging, 0o700)
  } catch (error) {
    quietly(() => clear(fs, staging))
    quietly(() => finish(fs, work, lock))
    throw error
  }
  const end = once(() => {
    try {
      clear(fs, staging, waste)
    } finally {
      finish(fs, work, lock)
    }
  })
  const swap = (mode: number) => {
    exchange(fs, { target, staging, old, waste, mode })
    clear(fs, waste)
  }
  return { staging, swap, end, abandon: () => quietly(end) }
}

function once(work: () => void): () => void {
  let done = false
  return () => {
    if (done) return
    done = true
    work()
  }
}

function quietly(work: () => void): void {
  try {
    work()
  } catch {
    // reported already, as what went wrong before
  }
}

function recover(fs: FileSystem, target: string, old: string): void {
  if (!fs.existsSync(target) && fs.existsSync(old)) fs.renameSync(old, target)
}

function clear(fs: FileSystem, ...folders: readonly string[]): void {
  for (const folder of folders) fs.rmSync(folder, { recursive: true, force: true })
}

function finish(fs: FileSystem, work: string, lock: HeldLock): void {
  lock.release()
  removeEmpty(fs, work)
}

/** Leaves a folder that the next process is in already. */
function removeEmpty(fs: FileSystem, folder: string): void {
  try {
    fs.rmdirSync(folder)
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(errorCode(error) ?? '')) throw error
  }
}

interface Exchange {
  readonly target: string
  readonly staging: string
  readonly old: string
  readonly waste: string
  readonly mode: number
}

function exchange(fs: FileSystem, { target, staging, old, waste, mode }: Exchange): void {
  fs.chmodSync(staging, mode)
  syncFolder(fs, staging)
  const replaces = fs.existsSync(target)
  if (replaces) fs.renameSync(target, old)
  try {
    fs.renameSync(staging, target)
  } catch (error) {
    if (replaces) fs.renameSync(old, target)
    throw error
  }
  try {
    syncFolder(fs, dirname(target))
  } finally {
    if (replaces) fs.renameSync(old, waste)
  }
}
