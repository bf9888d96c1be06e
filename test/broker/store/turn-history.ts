/** What a broker might note in each of its turns: the same for the same seed, in whatever process. */

import fc from 'fast-check'
import { type Change, change } from './store-operations.ts'

/** More than the log takes before it becomes a table, after a thousand turns. */
const LARGE_BYTES = 8192
const LARGE_TOPICS = 20
const CHUNK = 200

/** Without end. */
export function* turnHistory(seed: number): Generator<readonly Change[]> {
  for (let chunk = 0; ; chunk++) {
    const changes = fc.sample(change, { seed: seed + chunk, numRuns: CHUNK })
    for (let at = 0; at < CHUNK; ) {
      const count = 1 + ((seed + chunk + at) % 5)
      yield [...changes.slice(at, at + count), large(chunk * CHUNK + at)]
      at += count
    }
  }
}

function large(turn: number): Change {
  const topic = `large/${turn % LARGE_TOPICS}`
  const payload = Buffer.alloc(LARGE_BYTES, String(turn))
  return { do: 'retain', message: { topic, payload, qos: 1, retain: true } }
}
