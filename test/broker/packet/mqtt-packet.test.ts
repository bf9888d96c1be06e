/** A second witness: mqtt-packet, the codec of MQTT.js, reads what we write, and we read what it writes. */

import { createRequire } from 'node:module'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encode } from '../../../src/broker/packet/encode.ts'
import type { Packet, Properties, ProtocolVersion } from '../../../src/broker/packet/packet.ts'
import { decodeBytes } from './decode-bytes.ts'
import { randomPacket } from './random-packet.ts'

/** What its parser makes is what its generator takes, so that packets of its own kind need no look inside. */
interface MqttPacket {
  parser(options: { protocolVersion: ProtocolVersion }): {
    on(event: 'packet' | 'error', listener: (value: unknown) => void): void
    parse(bytes: Buffer): number
  }
  generate(packet: unknown, options: { protocolVersion: ProtocolVersion }): Buffer
}

/** A dependency of MQTT.js, not of ours: found from where that is. */
const WITNESS = 'mqtt-packet'
const require = createRequire(createRequire(import.meta.url).resolve('mqtt'))
const witness: MqttPacket = require(WITNESS)

test.each<ProtocolVersion>([3, 4, 5])(
  'protocol level %i: it reads and writes the same packets',
  (version) => {
    fc.assert(
      fc.property(
        randomPacket(version).filter((packet) => !isBeyondWitness(packet)),
        (packet) => {
          const bytes = encode(version, packet)
          const [seen, ...rest] = parse(version, bytes)
          expect(rest).toEqual([])
          expect(decodeBytes(version, witness.generate(seen, { protocolVersion: version }))).toEqual(packet)
        },
      ),
      { numRuns: 1_000 },
    )
  },
)

function parse(version: ProtocolVersion, bytes: Buffer): unknown[] {
  const parser = witness.parser({ protocolVersion: version })
  const results: unknown[] = []
  parser.on('packet', (packet) => results.push(packet))
  parser.on('error', (error) => results.push(error))
  parser.parse(bytes)
  return results
}

/** It knows no AUTH without a reason code and no DISCONNECT with 0x8c, and writes no CONNECT that is new in 5.0. */
function isBeyondWitness(packet: Packet): boolean {
  if (packet.type === 'disconnect' && packet.reasonCode === 0x8c) return true
  if (packet.type === 'auth' && packet.properties === undefined) return true
  if (packet.type !== 'connect') return 'properties' in packet && areBeyondWitness(packet.properties)
  const { clientId, cleanStart, username, password, will, properties } = packet
  const isNewIn5 = (clientId === '' && !cleanStart) || (password !== undefined && username === undefined)
  return isNewIn5 || areBeyondWitness(properties) || areBeyondWitness(will?.properties)
}

/** It keeps user properties as an object: numbers come first, and what repeats comes together. */
function areBeyondWitness({ userProperties = [] }: Properties = {}): boolean {
  const names = userProperties.map(([name]) => name)
  return names.some((name) => /^\d+$/.test(name)) || new Set(names).size < names.length
}
