/**
 * Mutated packet sequences of all versions: the codec gives a packet or a reason code, never an exception, stays
 * within its bounds, and can write what it has read. `MQTTOPIA_FUZZ_PACKETS` says how many, `_SEED` which.
 */

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decode } from '../../../src/broker/packet/decode.ts'
import { encode } from '../../../src/broker/packet/encode.ts'
import type { Malformed, Packet, ProtocolVersion } from '../../../src/broker/packet/packet.ts'
import { headerLength, packetLength, readFrame } from '../../../src/broker/packet/read-frame.ts'
import { decodeBytes } from './decode-bytes.ts'
import { mutate, seededRandom } from './mutated-packets.ts'
import { randomPacket } from './random-packet.ts'

const PACKETS = Number(process.env.MQTTOPIA_FUZZ_PACKETS ?? 100_000)
const SEED = Number(process.env.MQTTOPIA_FUZZ_SEED ?? 20_261_123)
const VERSIONS: readonly ProtocolVersion[] = [3, 4, 5]
const SEQUENCES = 400
/** Comparing whole packets is slow, so only some are. */
const COMPARED_EVERY = 20

const count = { packets: 0, malformed: 0, valid: 0 }

test('no bytes make the codec throw', () => {
  const random = seededRandom(SEED)
  const corpus = VERSIONS.map((version) => ({ version, sequences: sequencesOf(version) }))
  while (count.packets < PACKETS) {
    for (const { version, sequences } of corpus) {
      const sequence = sequences[random(sequences.length)] ?? Buffer.alloc(0)
      readAll(version, mutate(sequence, sequences, random))
    }
  }
  expect(count.valid).toBeGreaterThan(PACKETS / 10)
  expect(count.malformed).toBeGreaterThan(PACKETS / 10)
}, 3_600_000)

/** Sequences of one to four valid packets. */
function sequencesOf(version: ProtocolVersion): Buffer[] {
  const sequence = fc.array(randomPacket(version), { minLength: 1, maxLength: 4 })
  return fc
    .sample(sequence, { numRuns: SEQUENCES, seed: SEED })
    .map((packets) => Buffer.concat(packets.map((packet) => encode(version, packet))))
}

/** Goes on after a malformed packet, as no connection would, to see more of them. */
function readAll(version: ProtocolVersion, bytes: Buffer): void {
  let start = 0
  while (start < bytes.length) {
    const frame = readFrame(bytes, start, bytes.length)
    if (frame < 0) return
    const end = Math.min(bytes.length, start + packetLength(frame))
    check(version, decode(version, bytes, start, start + headerLength(frame), end))
    start = end
  }
}

function check(version: ProtocolVersion, result: Packet | Malformed): void {
  count.packets += 1
  if (result.type === 'malformed') {
    count.malformed += 1
    if (result.reasonCode < 0x80 || result.message === '')
      throw new Error(`no reason: ${JSON.stringify(result)}`)
    return
  }
  count.valid += 1
  const spoken = result.type === 'connect' ? result.version : version
  const written = encode(spoken, result)
  if (count.valid % COMPARED_EVERY === 0) expect(decodeBytes(spoken, written)).toStrictEqual(result)
}
