/**
 * Hands what is written of a large file to the disk while the rest is still to come, on a thread of Node.js. What is
 * durable in the end is for the last flush to say, which finds little left.
 */

import type { FileSystem } from '../file-system.ts'

export interface EarlyFlush {
  /** Call it whenever so many bytes more are written. */
  readonly wrote: (bytes: number) => void
  /**
   * To be awaited before the file is closed.
   *
   * @throws what went wrong: a disk says it once, so that later flushes end well.
   */
  readonly end: () => Promise<void>
}

/** Of a disk's journal as little as possible, and of its time a good part. */
const mebibytes = 64

export function earlyFlush(fs: FileSystem, file: number): EarlyFlush {
  let fresh = 0
  let underWay: Promise<void> | undefined
  let failure: Error | null = null
  const flush = () =>
    new Promise<void>((resolve) => {
      fs.fdatasync(file, (error) => {
        failure ??= error
        underWay = undefined
        resolve()
      })
    })
  return {
    wrote(bytes) {
      fresh += bytes
      if (fresh < mebibytes * 1024 * 1024 || underWay !== undefined) return
      fresh = 0
      underWay = flush()
    },
    async end() {
      await underWay
      if (failure !== null) throw failure
    },
  }
}
