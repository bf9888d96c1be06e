/** Progress of long work, and pauses in it. */

export type Phase = 'waiting' | 'keys' | 'certificates' | 'passwords' | 'saving' | 'files'

export interface Progress {
  readonly phase: Phase
  readonly done: number
  /** Absent where the end is not known yet. */
  readonly total?: number
  /** For people: what is waited for. */
  readonly note?: string
}

export type OnProgress = (progress: Progress) => void

const pauseEveryMs = 50

/**
 * A pause to be awaited between pieces of synchronous work: it lets timers and signals through about
 * twenty times a second, and costs nothing in between.
 */
export function breather(): () => Promise<void> | undefined {
  let last = performance.now()
  return () => {
    if (performance.now() - last < pauseEveryMs) return undefined
    return new Promise((resolve) =>
      setImmediate(() => {
        last = performance.now()
        resolve()
      }),
    )
  }
}
