/** Random packets that are valid in one version: what the codec must carry there and back. */

import fc from 'fast-check'
import { REASON_CODES_OF } from '../../../src/broker/packet/allowed-reason-codes.ts'
import type {
  Connect,
  Packet,
  ProtocolVersion,
  Publish,
  Qos,
  SubscriptionRequest,
  Will,
} from '../../../src/broker/packet/packet.ts'
import type { PropertyCarrier } from '../../../src/broker/packet/property-table.ts'
import {
  anyBytes,
  anyText,
  anyTopic,
  plainFilter,
  randomProperties,
  record,
  sharedFilter,
} from './random-fields.ts'

const packetId = fc.integer({ min: 1, max: 65_535 })
const qos = fc.constantFrom<Qos>(0, 1, 2)

/** `packet`, with properties where the version has them and there are some. */
function carrying<Some extends Packet | Will>(
  version: ProtocolVersion,
  carrier: PropertyCarrier,
  packet: fc.Arbitrary<Some>,
): fc.Arbitrary<Some> {
  if (version !== 5) return packet
  return fc
    .tuple(packet, randomProperties(carrier))
    .map(([packet, properties]) =>
      Object.keys(properties).length === 0 ? packet : { ...packet, properties },
    )
}

function connect(version: ProtocolVersion): fc.Arbitrary<Packet> {
  const will = carrying(
    version,
    'will',
    record({ topic: anyTopic, payload: anyBytes, qos, retain: fc.boolean() }) satisfies fc.Arbitrary<Will>,
  )
  const common = {
    type: fc.constant('connect' as const),
    version: fc.constant(version),
    isBridge: version === 5 ? fc.constant(false) : fc.boolean(),
    cleanStart: fc.boolean(),
    keepAliveSeconds: fc.nat(65_535),
    clientId: version === 5 ? anyText : anyText.map((text) => text || 'c'),
    will,
    username: anyText,
    password: anyBytes,
  }
  const packet = fc.record(common, {
    noNullPrototype: true,
    requiredKeys: ['type', 'version', 'isBridge', 'cleanStart', 'keepAliveSeconds', 'clientId'],
  })
  return carrying(
    version,
    'connect',
    packet.map((packet) => validCredentials(packet)),
  ).map(withMethod)
}

/** Before 5.0 there is no password without a user name. */
function validCredentials(connect: Connect): Connect {
  if (connect.version === 5 || connect.username !== undefined) return connect
  const { password: _, ...rest } = connect
  return rest
}

/** There is no authentication data without a method, and in AUTH no properties without one. */
function withMethod<Some extends Packet>(packet: Some): Some {
  if (!('properties' in packet) || packet.properties === undefined) return packet
  const needsMethod = packet.type === 'auth' || packet.properties.authenticationData !== undefined
  if (!needsMethod || packet.properties.authenticationMethod !== undefined) return packet
  return { ...packet, properties: { ...packet.properties, authenticationMethod: 'm' } }
}

function publish(version: ProtocolVersion): fc.Arbitrary<Packet> {
  const message = record({
    duplicate: fc.boolean(),
    qos,
    retain: fc.boolean(),
    topic: anyTopic,
    packetId,
    payload: anyBytes,
  }).map(
    (fields): Publish => ({
      type: 'publish',
      ...fields,
      ...(fields.qos === 0 ? { duplicate: false, packetId: 0 } : {}),
    }),
  )
  return carrying(version, 'publish', message)
}

function request(version: ProtocolVersion): fc.Arbitrary<SubscriptionRequest> {
  const filter = fc.oneof(plainFilter, sharedFilter)
  if (version !== 5)
    return record({ filter, qos }).map((fields) => ({
      ...fields,
      noLocal: false,
      retainAsPublished: false,
      retainHandling: 0,
    }))
  return record({
    filter,
    qos,
    noLocal: fc.boolean(),
    retainAsPublished: fc.boolean(),
    retainHandling: fc.constantFrom<Qos>(0, 1, 2),
  }).map((fields) => ({ ...fields, noLocal: fields.noLocal && !fields.filter.startsWith('$share/') }))
}

type Answer = keyof typeof REASON_CODES_OF

function reasonCode(version: ProtocolVersion, type: Answer): fc.Arbitrary<number> {
  if (version === 5) return fc.constantFrom(...REASON_CODES_OF[type])
  if (type === 'connack') return fc.nat(5)
  return type === 'suback' ? fc.constantFrom(0, 1, 2, 0x80) : fc.constant(0)
}

function answers(version: ProtocolVersion): fc.Arbitrary<Packet>[] {
  const list = (type: 'suback' | 'unsuback') =>
    type === 'unsuback' && version !== 5
      ? fc.constant<number[]>([])
      : fc.array(reasonCode(version, type), { minLength: 1, maxLength: 4 })
  return [
    carrying(
      version,
      'connack',
      record({ sessionPresent: fc.boolean(), reasonCode: reasonCode(version, 'connack') }).map(
        ({ sessionPresent, reasonCode }) => ({
          type: 'connack',
          sessionPresent: sessionPresent && reasonCode === 0 && version !== 3,
          reasonCode,
        }),
      ),
    ),
    ...(['puback', 'pubrec', 'pubrel', 'pubcomp'] as const).map((type) =>
      carrying(
        version,
        type,
        record({ type: fc.constant(type), packetId, reasonCode: reasonCode(version, type) }),
      ),
    ),
    ...(['suback', 'unsuback'] as const).map((type) =>
      carrying(version, type, record({ type: fc.constant(type), packetId, reasonCodes: list(type) })),
    ),
    carrying(
      version,
      'disconnect',
      record({ type: fc.constant('disconnect' as const), reasonCode: reasonCode(version, 'disconnect') }),
    ),
  ]
}

function auth(): fc.Arbitrary<Packet> {
  const bare = fc.constant<Packet>({ type: 'auth', reasonCode: 0 })
  const full = fc
    .tuple(reasonCode(5, 'auth'), randomProperties('auth'))
    .map(([reasonCode, properties]) => withMethod({ type: 'auth', reasonCode, properties }))
  return fc.oneof(bare, full)
}

/** Packets of all types that `version` has. */
export function randomPacket(version: ProtocolVersion): fc.Arbitrary<Packet> {
  return fc.oneof(
    connect(version),
    publish(version),
    carrying(
      version,
      'subscribe',
      record({
        type: fc.constant('subscribe' as const),
        packetId,
        subscriptions: fc.array(request(version), { minLength: 1, maxLength: 4 }),
      }),
    ),
    carrying(
      version,
      'unsubscribe',
      record({
        type: fc.constant('unsubscribe' as const),
        packetId,
        filters: fc.array(fc.oneof(plainFilter, sharedFilter), { minLength: 1, maxLength: 4 }),
      }),
    ),
    fc.constantFrom<Packet>({ type: 'pingreq' }, { type: 'pingresp' }),
    ...answers(version),
    ...(version === 5 ? [auth()] : []),
  )
}
