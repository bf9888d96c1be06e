/** Whole sequences of packets with bytes changed, taken away, put in, or taken from elsewhere. Repeatable by seed. */

type Random = (below: number) => number

/** Numbers below a bound, the same for the same seed (mulberry32). */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

/** Bytes that lie at the edges of the format: limits of lengths, of UTF-8, of flags, wildcards. */
const EDGES = [0x00, 0x01, 0x02, 0x03, 0x7f, 0x80, 0x81, 0xbf, 0xc0, 0xed, 0xef, 0xf4, 0xff, 0x2b, 0x23, 0x2f]

/** A copy of `bytes` with one to four faults. */
export function mutate(bytes: Buffer, others: readonly Buffer[], random: Random): Buffer {
  let result: Buffer = Buffer.from(bytes)
  for (let faults = 1 + random(4); faults > 0; faults--) result = withFault(result, others, random)
  return result
}

function withFault(bytes: Buffer, others: readonly Buffer[], random: Random): Buffer {
  if (bytes.length === 0) return Buffer.from([random(256)])
  const at = random(bytes.length)
  const kind = random(7)
  if (kind === 0) bytes[at] = random(256)
  else if (kind === 1) bytes[at] = EDGES[random(EDGES.length)] ?? 0
  else if (kind === 2) bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8))
  else if (kind === 3) return bytes.subarray(0, at)
  else return spliced(bytes, at, kind, others, random)
  return bytes
}

function spliced(bytes: Buffer, at: number, kind: number, others: readonly Buffer[], random: Random): Buffer {
  const after = bytes.subarray(kind === 4 ? at + 1 + random(4) : at)
  const other = others[random(others.length)] ?? bytes
  const from = random(other.length)
  const inserted = kind === 6 ? other.subarray(from, from + 1 + random(12)) : Buffer.from([random(256)])
  return Buffer.concat(kind === 4 ? [bytes.subarray(0, at), after] : [bytes.subarray(0, at), inserted, after])
}
