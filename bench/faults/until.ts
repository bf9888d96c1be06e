/** Waiting for something to come true. */

import { setTimeout as sleep } from 'node:timers/promises'

/** Waits until `done`, at most `seconds`; tells whether it came true. */
export async function until(done: () => boolean, seconds: number): Promise<boolean> {
  const end = performance.now() + seconds * 1_000
  while (!done()) {
    if (performance.now() > end) return false
    await sleep(5)
  }
  return true
}
