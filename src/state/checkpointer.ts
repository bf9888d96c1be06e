import type { OnProgress } from './progress.ts'

const everyMs = 15_000

/** Saves when it is called and some time has gone by, so that a run that is killed does not begin again. */
export function checkpointer(save: () => Promise<void>, onProgress: OnProgress): () => Promise<void> {
  let last = performance.now()
  return async () => {
    if (performance.now() - last < everyMs) return
    onProgress({ phase: 'saving', done: 0 })
    await save()
    last = performance.now()
  }
}
