/** CONNECT (MQTT 5.0 3.1). Says in which version the rest of the connection is written. */

import type { ByteReader } from './byte-reader.ts'
import { BRIDGE_BIT, CONNECT_FLAG, connectFlagsProblem, willQos } from './connect-flags.ts'
import type { Connect, ProtocolVersion, Will } from './packet.ts'
import { readProperties } from './read-properties.ts'
import { REASON } from './reason-code.ts'

export function decodeConnect(reader: ByteReader, first: number): Connect {
  const protocol = reader.text('the protocol name')
  const level = reader.byte()
  const version = readVersion(reader, protocol, level)
  if (version !== 3 && (first & 0x0f) !== 0)
    reader.fail(REASON.malformedPacket, 'the reserved flags are not 0') // [MQTT-2.1.3-1]
  const flags = reader.byte()
  const problem = connectFlagsProblem(version, flags)
  if (problem !== undefined) reader.fail(REASON.malformedPacket, problem)
  const keepAliveSeconds = reader.uint16()
  const properties = version === 5 ? readProperties(reader, 'connect') : undefined
  if (properties?.authenticationData !== undefined && properties.authenticationMethod === undefined)
    reader.fail(REASON.protocolError, 'there is authentication data without a method') // 3.1.2.11.10
  const cleanStart = (flags & CONNECT_FLAG.cleanStart) !== 0
  const clientId = readClientId(reader, version, cleanStart)
  const will = flags & CONNECT_FLAG.will ? readWill(reader, version, flags) : undefined
  const username = announces(reader, flags, CONNECT_FLAG.username) ? reader.text('the user name') : undefined
  const password = announces(reader, flags, CONNECT_FLAG.password) ? reader.binary('the password') : undefined
  return {
    type: 'connect',
    version,
    isBridge: (level & BRIDGE_BIT) !== 0,
    cleanStart,
    keepAliveSeconds,
    clientId,
    ...(will === undefined ? {} : { will }),
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(properties === undefined ? {} : { properties }),
  }
}

/** [MQTT-3.1.2-1], [MQTT-3.1.2-2]; 3.1.1 [MQTT-3.1.2-2]. */
function readVersion(reader: ByteReader, protocol: string, level: number): ProtocolVersion {
  const version = protocolVersion(protocol, level)
  if (version === undefined)
    reader.fail(REASON.unsupportedProtocolVersion, 'the protocol is none of MQTT 3.1, 3.1.1 and 5.0')
  reader.announcedVersion = version
  return version ?? 4
}

function protocolVersion(protocol: string, level: number): ProtocolVersion | undefined {
  if (protocol === 'MQIsdp') return (level & ~BRIDGE_BIT) === 3 ? 3 : undefined
  if (protocol !== 'MQTT') return undefined
  return level === 5 ? 5 : (level & ~BRIDGE_BIT) === 4 ? 4 : undefined
}

/** It must be there [MQTT-3.1.3-3]; empty it asks the server for one, in 3.1.1 for one connection only, in 3.1 never. */
function readClientId(reader: ByteReader, version: ProtocolVersion, cleanStart: boolean): string {
  const clientId = reader.text('the client identifier') // [MQTT-3.1.3-4]
  if (clientId === '' && (version === 3 || (version === 4 && !cleanStart)))
    reader.fail(REASON.clientIdentifierNotValid, 'the client identifier is empty') // 3.1.1 [MQTT-3.1.3-8]
  return clientId
}

function readWill(reader: ByteReader, version: ProtocolVersion, flags: number): Will {
  const properties = version === 5 ? readProperties(reader, 'will') : undefined
  const topic = reader.topicName('the will topic') // [MQTT-3.1.3-11]
  const payload = reader.binary('the will payload')
  const retain = (flags & CONNECT_FLAG.willRetain) !== 0
  const will: Will = { topic, payload, qos: willQos(flags) ?? 0, retain }
  return properties === undefined ? will : { ...will, properties }
}

/** In 3.1 the remaining length goes before the flags: user name and password may be announced and missing. */
function announces(reader: ByteReader, flags: number, flag: number): boolean {
  if ((flags & flag) === 0) return false
  return reader.announcedVersion !== 3 || reader.remaining > 0
}
