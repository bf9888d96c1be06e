/** Which properties there are, what they hold and where they may stand (MQTT 5.0 2.2.2.2, table 2-4). */

import type { Packet, Properties } from './packet.ts'
import { REASON } from './reason-code.ts'

/** What carries properties: a packet type, or the will inside of CONNECT. */
export type PropertyCarrier = Packet['type'] | 'will'

type NameOf<Value> = {
  [Name in keyof Properties]-?: NonNullable<Properties[Name]> extends Value ? Name : never
}[keyof Properties]

type NumberName = NameOf<number>

interface Definition {
  readonly id: number
  readonly carriers: ReadonlySet<PropertyCarrier>
}

interface NumberDefinition extends Definition {
  readonly kind: 'byte' | 'uint16' | 'uint32'
  readonly name: NumberName
  readonly least: number
  readonly most: number
  /** What a value out of range is answered with. */
  readonly outOfRange: number
}

interface TextDefinition extends Definition {
  readonly kind: 'text'
  readonly name: NameOf<string>
}

interface TopicDefinition extends Definition {
  readonly kind: 'topic'
  readonly name: 'responseTopic'
}

interface BinaryDefinition extends Definition {
  readonly kind: 'binary'
  readonly name: NameOf<Uint8Array>
}

interface IdentifiersDefinition extends Definition {
  readonly kind: 'identifiers'
  readonly name: 'subscriptionIdentifiers'
}

interface PairsDefinition extends Definition {
  readonly kind: 'pairs'
  readonly name: 'userProperties'
}

/** A property that may stand in a packet once. */
export type SingleDefinition = NumberDefinition | TextDefinition | TopicDefinition | BinaryDefinition

export type PropertyDefinition = SingleDefinition | IdentifiersDefinition | PairsDefinition

const MESSAGE: readonly PropertyCarrier[] = ['publish', 'will']
const EITHER_CONNECT: readonly PropertyCarrier[] = ['connect', 'connack']
const AUTHENTICATION: readonly PropertyCarrier[] = ['connect', 'connack', 'auth']
const ANSWERS: readonly PropertyCarrier[] = [
  'connack',
  'puback',
  'pubrec',
  'pubrel',
  'pubcomp',
  'suback',
  'unsuback',
  'disconnect',
  'auth',
]

/**
 * All properties, in the order in which they are written. CONNACK has the order of Mosquitto 2.1, so that the
 * bytes can be compared.
 */
export const PROPERTY_TABLE: readonly PropertyDefinition[] = [
  uint16(0x13, 'serverKeepAlive', ['connack']),
  uint16(0x22, 'topicAliasMaximum', EITHER_CONNECT),
  text(0x12, 'assignedClientIdentifier', ['connack']),
  text(0x15, 'authenticationMethod', AUTHENTICATION),
  binary(0x16, 'authenticationData', AUTHENTICATION),
  flag(0x25, 'retainAvailable', ['connack']),
  { ...uint32(0x27, 'maximumPacketSize', EITHER_CONNECT), least: 1 },
  uint32(0x11, 'sessionExpiryInterval', ['connect', 'connack', 'disconnect']),
  { ...uint16(0x21, 'receiveMaximum', EITHER_CONNECT), least: 1 },
  flag(0x24, 'maximumQos', ['connack']),
  flag(0x28, 'wildcardSubscriptionAvailable', ['connack']),
  flag(0x29, 'subscriptionIdentifierAvailable', ['connack']),
  flag(0x2a, 'sharedSubscriptionAvailable', ['connack']),
  text(0x1a, 'responseInformation', ['connack']),
  text(0x1c, 'serverReference', ['connack', 'disconnect']),
  flag(0x19, 'requestResponseInformation', ['connect']),
  flag(0x17, 'requestProblemInformation', ['connect']),
  uint32(0x18, 'willDelayInterval', ['will']),
  // [MQTT-3.3.2-8]
  { ...uint16(0x23, 'topicAlias', ['publish']), least: 1, outOfRange: REASON.topicAliasInvalid },
  flag(0x01, 'payloadFormatIndicator', MESSAGE),
  uint32(0x02, 'messageExpiryInterval', MESSAGE),
  text(0x03, 'contentType', MESSAGE),
  { id: 0x08, kind: 'topic', name: 'responseTopic', carriers: new Set(MESSAGE) }, // [MQTT-3.3.2-14]
  binary(0x09, 'correlationData', MESSAGE),
  {
    id: 0x0b,
    kind: 'identifiers',
    name: 'subscriptionIdentifiers',
    carriers: new Set(['publish', 'subscribe']),
  },
  text(0x1f, 'reasonString', ANSWERS),
  {
    id: 0x26,
    kind: 'pairs',
    name: 'userProperties',
    carriers: new Set(['connect', 'will', 'publish', 'subscribe', 'unsubscribe', ...ANSWERS]),
  },
]

/** Definitions by property identifier. */
export const PROPERTY_BY_ID: readonly (PropertyDefinition | undefined)[] = Array.from(
  { length: 0x2b },
  (_, id) => PROPERTY_TABLE.find((property) => property.id === id),
)

/** Definitions by what carries them, in the order of the table. */
export const PROPERTIES_OF: ReadonlyMap<PropertyCarrier, readonly PropertyDefinition[]> = new Map(
  [...new Set(PROPERTY_TABLE.flatMap(({ carriers }) => [...carriers]))].map((carrier) => [
    carrier,
    PROPERTY_TABLE.filter(({ carriers }) => carriers.has(carrier)),
  ]),
)

function numeric(
  kind: NumberDefinition['kind'],
  most: number,
  id: number,
  name: NumberName,
  carriers: readonly PropertyCarrier[],
): NumberDefinition {
  return { id, kind, name, carriers: new Set(carriers), least: 0, most, outOfRange: REASON.protocolError }
}

function flag(id: number, name: NumberName, carriers: readonly PropertyCarrier[]): NumberDefinition {
  return numeric('byte', 1, id, name, carriers)
}

function uint16(id: number, name: NumberName, carriers: readonly PropertyCarrier[]): NumberDefinition {
  return numeric('uint16', 0xffff, id, name, carriers)
}

function uint32(id: number, name: NumberName, carriers: readonly PropertyCarrier[]): NumberDefinition {
  return numeric('uint32', 0xffff_ffff, id, name, carriers)
}

function text(
  id: number,
  name: TextDefinition['name'],
  carriers: readonly PropertyCarrier[],
): TextDefinition {
  return { id, kind: 'text', name, carriers: new Set(carriers) }
}

function binary(
  id: number,
  name: BinaryDefinition['name'],
  carriers: readonly PropertyCarrier[],
): BinaryDefinition {
  return { id, kind: 'binary', name, carriers: new Set(carriers) }
}
