/** The row of a message, waiting or retained: flags, then what they announce, then the payload. */

import type { Properties } from '../packet/packet.ts'
import type { PropertyCarrier } from '../packet/property-table.ts'
import { isQos } from '../packet/qos.ts'
import { encodeProperties, hasProperties } from '../packet/write-properties.ts'
import type { RowReader } from './row-reader.ts'
import type { RowWriter } from './row-writer.ts'
import type { StoredMessage } from './store.ts'

const QOS = 0x03
const RETAIN = 0x04
const PROPERTIES = 0x08
const EXPIRES = 0x10
const SOURCE_CLIENT = 0x20
const SOURCE_USER = 0x40
const SOURCE_LISTENER = 0x80

export function writeMessage(writer: RowWriter, message: StoredMessage): void {
  const { topic, payload, properties, expiresAt, sourceClientId, sourceUsername, sourceListener } = message
  writer.byte(messageFlags(message))
  writer.text(topic)
  if (expiresAt !== undefined) writer.time(expiresAt)
  if (sourceClientId !== undefined) writer.text(sourceClientId)
  if (sourceUsername !== undefined) writer.text(sourceUsername)
  if (sourceListener !== undefined) writer.text(sourceListener)
  if (hasProperties(properties)) writePropertiesOf(writer, 'publish', properties)
  writer.rest(payload)
}

function messageFlags({
  qos,
  retain,
  properties,
  expiresAt,
  sourceClientId,
  sourceUsername,
  sourceListener,
}: StoredMessage): number {
  return (
    qos |
    (retain ? RETAIN : 0) |
    (hasProperties(properties) ? PROPERTIES : 0) |
    (expiresAt === undefined ? 0 : EXPIRES) |
    (sourceClientId === undefined ? 0 : SOURCE_CLIENT) |
    (sourceUsername === undefined ? 0 : SOURCE_USER) |
    (sourceListener === undefined ? 0 : SOURCE_LISTENER)
  )
}

/** `undefined`: the row is damaged. The payload is a view of the row. */
export function readMessage(reader: RowReader): StoredMessage | undefined {
  const flags = reader.byte()
  const qos = flags & QOS
  if (!isQos(qos)) return undefined
  const topic = reader.text()
  const expiresAt = (flags & EXPIRES) === 0 ? {} : { expiresAt: reader.time() }
  const client = (flags & SOURCE_CLIENT) === 0 ? {} : { sourceClientId: reader.text() }
  const user = (flags & SOURCE_USER) === 0 ? {} : { sourceUsername: reader.text() }
  const listener = (flags & SOURCE_LISTENER) === 0 ? {} : { sourceListener: reader.text() }
  const properties = (flags & PROPERTIES) === 0 ? {} : readPropertiesOf(reader, 'publish')
  const payload = reader.rest()
  if (!reader.isWhole) return undefined
  return {
    topic,
    payload,
    qos,
    retain: (flags & RETAIN) !== 0,
    ...properties,
    ...expiresAt,
    ...client,
    ...user,
    ...listener,
  }
}

/** A property block as in a packet, with its length before it. */
export function writePropertiesOf(writer: RowWriter, carrier: PropertyCarrier, properties: Properties): void {
  writer.bytes(encodeProperties(carrier, properties))
}

export function readPropertiesOf(reader: RowReader, carrier: PropertyCarrier): { properties?: Properties } {
  const properties = reader.properties(carrier)
  return properties === undefined ? {} : { properties }
}
