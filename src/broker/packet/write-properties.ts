/**
 * Writes property blocks (MQTT 5.0 2.2.2), always in the order of the table. What the carrier may not have is left
 * out.
 */

import { ByteCounter, type ByteSink, ByteWriter } from './byte-sink.ts'
import type { Properties } from './packet.ts'
import {
  PROPERTIES_OF,
  type PropertyCarrier,
  type PropertyDefinition,
  type SingleDefinition,
} from './property-table.ts'

/** True when there is something to write. */
export function hasProperties(properties: Properties | undefined): properties is Properties {
  for (const _ in properties) return true
  return false
}

/** Writes a block with its length before it; no properties are a block of length 0 [MQTT-2.2.2-1]. */
export function writePropertyBlock(
  sink: ByteSink,
  carrier: PropertyCarrier,
  properties: Properties | undefined,
): void {
  if (properties === undefined) {
    sink.byte(0)
    return
  }
  sink.variableByteInteger(propertiesLength(carrier, properties))
  writeProperties(sink, carrier, properties)
}

/** Bytes of the properties, without the length that stands before them. */
export function propertiesLength(carrier: PropertyCarrier, properties: Properties): number {
  const counter = new ByteCounter()
  writeProperties(counter, carrier, properties)
  return counter.length
}

/** The properties as bytes, without the length that stands before them: more may be added. */
export function encodeProperties(carrier: PropertyCarrier, properties: Properties): Buffer {
  const writer = new ByteWriter(propertiesLength(carrier, properties))
  writeProperties(writer, carrier, properties)
  return writer.buffer
}

/** Writes properties without the length that stands before them. */
export function writeProperties(sink: ByteSink, carrier: PropertyCarrier, properties: Properties): void {
  for (const definition of PROPERTIES_OF.get(carrier) ?? []) writeProperty(sink, definition, properties)
}

function writeProperty(sink: ByteSink, definition: PropertyDefinition, properties: Properties): void {
  switch (definition.kind) {
    case 'pairs':
      for (const [name, value] of properties.userProperties ?? []) {
        sink.byte(definition.id)
        sink.text(name)
        sink.text(value)
      }
      return
    case 'identifiers':
      for (const identifier of properties.subscriptionIdentifiers ?? []) {
        sink.byte(definition.id)
        sink.variableByteInteger(identifier)
      }
      return
    default:
      writeSingle(sink, definition, properties)
  }
}

function writeSingle(sink: ByteSink, definition: SingleDefinition, properties: Properties): void {
  if (properties[definition.name] !== undefined) sink.byte(definition.id)
  if (definition.kind === 'text' || definition.kind === 'topic') {
    const value = properties[definition.name]
    if (value !== undefined) sink.text(value)
  } else if (definition.kind === 'binary') {
    const value = properties[definition.name]
    if (value !== undefined) sink.binary(value)
  } else {
    const value = properties[definition.name]
    if (value !== undefined) sink[definition.kind](value)
  }
}
