/** The row of a session itself: flags, then what they announce; its will comes last. */

import type { Will } from '../packet/packet.ts'
import { isQos } from '../packet/qos.ts'
import { hasProperties } from '../packet/write-properties.ts'
import { readPropertiesOf, writePropertiesOf } from './message-row.ts'
import type { RowReader } from './row-reader.ts'
import type { RowWriter } from './row-writer.ts'
import type { StoredSession } from './store.ts'

const USER = 0x01
const LISTENER = 0x02
const DISCONNECTED = 0x04
const WILL = 0x08
/** Of a will, after its delay has begun. */
const DUE = 0x10

const QOS = 0x03
const RETAIN = 0x04
const PROPERTIES = 0x08

export function writeSession(writer: RowWriter, session: StoredSession): void {
  const { clientId, username, listener, sessionExpirySeconds, disconnectedAt, will } = session
  writer.byte(
    (username === undefined ? 0 : USER) |
      (listener === undefined ? 0 : LISTENER) |
      (disconnectedAt === undefined ? 0 : DISCONNECTED) |
      (will === undefined ? 0 : WILL) |
      (will?.dueAt === undefined ? 0 : DUE),
  )
  writer.text(clientId)
  writer.number(sessionExpirySeconds)
  if (username !== undefined) writer.text(username)
  if (listener !== undefined) writer.text(listener)
  if (disconnectedAt !== undefined) writer.time(disconnectedAt)
  if (will === undefined) return
  if (will.dueAt !== undefined) writer.time(will.dueAt)
  writeWill(writer, will.will)
}

/** `undefined`: the row is damaged. */
export function readSession(reader: RowReader): StoredSession | undefined {
  const flags = reader.byte()
  const clientId = reader.text()
  const sessionExpirySeconds = reader.number()
  const username = (flags & USER) === 0 ? {} : { username: reader.text() }
  const listener = (flags & LISTENER) === 0 ? {} : { listener: reader.text() }
  const disconnected = (flags & DISCONNECTED) === 0 ? {} : { disconnectedAt: reader.time() }
  const due = (flags & DUE) === 0 ? {} : { dueAt: reader.time() }
  const will = (flags & WILL) === 0 ? undefined : readWill(reader)
  if (!reader.isWhole || ((flags & WILL) !== 0 && will === undefined)) return undefined
  return {
    clientId,
    sessionExpirySeconds,
    ...username,
    ...listener,
    ...disconnected,
    ...(will === undefined ? {} : { will: { will, ...due } }),
  }
}

function writeWill(writer: RowWriter, { topic, payload, qos, retain, properties }: Will): void {
  writer.byte(qos | (retain ? RETAIN : 0) | (hasProperties(properties) ? PROPERTIES : 0))
  writer.text(topic)
  if (hasProperties(properties)) writePropertiesOf(writer, 'will', properties)
  writer.rest(payload)
}

function readWill(reader: RowReader): Will | undefined {
  const flags = reader.byte()
  const qos = flags & QOS
  const topic = reader.text()
  const properties = (flags & PROPERTIES) === 0 ? {} : readPropertiesOf(reader, 'will')
  const payload = reader.rest()
  if (!isQos(qos)) return undefined
  return { topic, payload, qos, retain: (flags & RETAIN) !== 0, ...properties }
}
