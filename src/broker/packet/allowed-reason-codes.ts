/** Which reason codes a packet may carry (MQTT 5.0 2.4), and which return codes in 3.x. */

import type { ByteReader } from './byte-reader.ts'
import type { Acknowledgement, Connack, Farewell, SubscriptionAcknowledgement } from './packet.ts'
import { REASON } from './reason-code.ts'

type Carrier = (Connack | Acknowledgement | SubscriptionAcknowledgement | Farewell)['type']

const PUBLISHED = new Set([0x00, 0x10, 0x80, 0x83, 0x87, 0x90, 0x91, 0x97, 0x99])
const RELEASED = new Set([0x00, 0x92])

/** Of MQTT 5.0, by packet type. */
export const REASON_CODES_OF: Readonly<Record<Carrier, ReadonlySet<number>>> = {
  connack: new Set([0x00, ...range(0x80, 0x8a), 0x8c, 0x90, 0x95, 0x97, 0x99, ...range(0x9a, 0x9d), 0x9f]),
  puback: PUBLISHED,
  pubrec: PUBLISHED,
  pubrel: RELEASED,
  pubcomp: RELEASED,
  suback: new Set([0x00, 0x01, 0x02, 0x80, 0x83, 0x87, 0x8f, 0x91, 0x97, 0x9e, 0xa1, 0xa2]),
  unsuback: new Set([0x00, 0x11, 0x80, 0x83, 0x87, 0x8f, 0x91]),
  disconnect: new Set([
    ...[0x00, 0x04, ...range(0x80, 0x83), 0x87, 0x89, 0x8b, 0x8c],
    ...[...range(0x8d, 0x90), ...range(0x93, 0xa2)],
  ]),
  auth: new Set([0x00, 0x18, 0x19]),
}

/** 3.1.1 [MQTT-3.9.3-2]; the return codes of CONNACK are in its table 3.1. */
const V3: Readonly<Partial<Record<Carrier, ReadonlySet<number>>>> = {
  connack: new Set(range(0, 5)),
  suback: new Set([0x00, 0x01, 0x02, 0x80]),
}

/** The reason code at the reader's position, which must be one of those that `carrier` may have. */
export function readReasonCode(reader: ByteReader, carrier: Carrier): number {
  const reasonCode = reader.byte()
  const allowed = reader.version === 5 ? REASON_CODES_OF[carrier] : V3[carrier]
  if (!allowed?.has(reasonCode))
    reader.fail(REASON.protocolError, `0x${reasonCode.toString(16)} is not one of its reason codes`)
  return reasonCode
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i)
}
