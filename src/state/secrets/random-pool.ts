import { randomBytes } from 'node:crypto'

/** Gives random bytes; whoever gets them owns them. */
export type RandomBytes = (length: number) => Buffer

const poolBytes = 16 * 1024

/** The system's secure randomness, fetched in large pieces: many small ones cost ten times as much. */
export function randomPool(): RandomBytes {
  let pool = Buffer.alloc(0)
  return (length) => {
    if (length > poolBytes) return randomBytes(length)
    if (pool.length < length) pool = randomBytes(poolBytes)
    const taken = pool.subarray(0, length)
    pool = pool.subarray(length)
    return taken
  }
}
