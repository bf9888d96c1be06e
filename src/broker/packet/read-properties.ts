/** Reads a property block: each property once, where it may stand, with a value it may have (MQTT 5.0 2.2.2). */

import type { ByteReader } from './byte-reader.ts'
import type { Properties } from './packet.ts'
import { PROPERTY_BY_ID, type PropertyCarrier, type SingleDefinition } from './property-table.ts'
import { REASON } from './reason-code.ts'

type Draft = {
  -readonly [Name in keyof Omit<Properties, 'subscriptionIdentifiers' | 'userProperties'>]: Properties[Name]
} & {
  subscriptionIdentifiers?: number[]
  userProperties?: (readonly [string, string])[]
}

/** The property block at the reader's position; `undefined` when it is empty or wrong. */
export function readProperties(reader: ByteReader, carrier: PropertyCarrier): Properties | undefined {
  const length = reader.variableByteInteger() // [MQTT-2.2.2-1]
  if (length === 0) return undefined
  if (length > reader.remaining) {
    reader.fail(REASON.malformedPacket, 'the properties are longer than what remains of the packet')
    return undefined
  }
  const end = reader.end
  reader.end = reader.position + length
  const draft: Draft = {}
  while (reader.remaining > 0) readProperty(reader, carrier, draft)
  if (reader.problem === undefined) reader.end = end
  return draft
}

function readProperty(reader: ByteReader, carrier: PropertyCarrier, draft: Draft): void {
  const id = reader.variableByteInteger()
  const definition = PROPERTY_BY_ID[id]
  if (definition === undefined || !definition.carriers.has(carrier)) {
    reader.fail(REASON.malformedPacket, `property 0x${id.toString(16)} may not stand here`) // 2.2.2.2
  } else if (definition.kind === 'pairs') {
    draft.userProperties ??= []
    draft.userProperties.push([reader.text('a user property'), reader.text('a user property')])
  } else if (definition.kind === 'identifiers') {
    readSubscriptionIdentifier(reader, carrier, draft)
  } else if (draft[definition.name] === undefined) {
    readSingle(reader, definition, draft)
  } else {
    reader.fail(REASON.protocolError, `${definition.name} stands there twice`)
  }
}

/** A SUBSCRIBE has one at most, a PUBLISH one for each subscription that it is sent for. */
function readSubscriptionIdentifier(reader: ByteReader, carrier: PropertyCarrier, draft: Draft): void {
  const identifier = reader.variableByteInteger()
  if (identifier === 0) reader.fail(REASON.protocolError, 'the subscription identifier is 0') // 3.8.2.1.2
  if (carrier === 'subscribe' && draft.subscriptionIdentifiers !== undefined)
    reader.fail(REASON.protocolError, 'subscriptionIdentifiers stands there twice')
  draft.subscriptionIdentifiers ??= []
  draft.subscriptionIdentifiers.push(identifier)
}

function readSingle(reader: ByteReader, definition: SingleDefinition, draft: Draft): void {
  switch (definition.kind) {
    case 'text':
      draft[definition.name] = reader.text(definition.name)
      return
    case 'topic':
      draft[definition.name] = reader.topicName(definition.name)
      return
    case 'binary':
      draft[definition.name] = reader.binary(definition.name)
      return
    default: {
      const value = reader[definition.kind]()
      if (value < definition.least || value > definition.most)
        reader.fail(definition.outOfRange, `${definition.name} may not be ${value}`)
      draft[definition.name] = value
    }
  }
}
