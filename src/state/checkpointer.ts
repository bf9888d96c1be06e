import type { OnProgress } from './progress.ts'

const everyMs = 15_000

/** Saves when it is called and some time has gone by, so that a run that is killed does not begin again. */
export function checkpointer(save: () => void, onProgress: OnProgress): () => void {
  let last = performance.now()
  return () => {
    if (performance.now() - last < everyMs) return
    onProgress({ phase: 'saving', done: 0 })
    save()
    last = performance.now()
  }
}
