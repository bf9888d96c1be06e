/**
 * Whole sessions of all versions with faults in their bytes, through connections in memory: nothing is thrown, what
 * the broker sends is well formed, nothing grows, and the broker serves on. `MQTTOPIA_FUZZ_PACKETS` says how many
 * packets, `_SEED` which.
 */

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encode } from '../../../src/broker/packet/encode.ts'
import type { Packet, ProtocolVersion } from '../../../src/broker/packet/packet.ts'
import { mutate, seededRandom } from '../packet/mutated-packets.ts'
import { randomPacket } from '../packet/random-packet.ts'
import { settle } from '../support/settle.ts'
import { connectBytes, startTestBroker, type TestBroker } from '../support/test-broker.ts'
import type { TestClient } from '../support/test-client.ts'

const PACKETS = Number(process.env.MQTTOPIA_FUZZ_PACKETS ?? 20_000)
const SEED = Number(process.env.MQTTOPIA_FUZZ_SEED ?? 20_261_124)
const VERSIONS: readonly ProtocolVersion[] = [3, 4, 5]
const SEQUENCES = 300
/** Connections that are open at the same time. */
const AT_ONCE = 8
const MAX_CLIENTS = 300
const CONF = `persistent_client_expiration 1h
global_max_clients ${MAX_CLIENTS}
max_queued_messages 50
max_packet_size 20000`

const SENT_BY_CLIENTS = new Set([
  'publish',
  'subscribe',
  'unsubscribe',
  'puback',
  'pubrec',
  'pubrel',
  'pubcomp',
  'pingreq',
])

test('no bytes make the broker throw, grow, send what is malformed, or stop to serve', async () => {
  const broker = await startTestBroker(CONF)
  const random = seededRandom(SEED)
  const corpus = VERSIONS.map((version) => ({ version, sequences: sequencesOf(version) }))
  const all = corpus.flatMap(({ sequences }) => sequences)
  const { counters } = broker.broker.hub
  for (let round = 0; counters.packetsReceived < PACKETS; round++) {
    const clients: { readonly client: TestClient; readonly isWhole: boolean }[] = []
    for (let i = 0; i < AT_ONCE; i++) {
      const { version, sequences } = corpus[random(VERSIONS.length)] ?? { version: 4, sequences: all }
      const client = broker.open(version)
      const isWhole = random(4) > 0
      const hello = connectBytes(`c${random(100)}`, helloOf(version, random))
      client.sendBytes(isWhole ? hello : mutate(hello, all, random))
      sendInChunks(client, sequences, all, random)
      clients.push({ client, isWhole })
    }
    await settle(3)
    for (const { client, isWhole } of clients) {
      if (isWhole) await client.packets()
      client.transport.closeFromOutside()
    }
    await settle(2)
    if (round % 50 === 49) await checkUp(broker)
  }
  await checkUp(broker)
}, 3_600_000)

function helloOf(version: ProtocolVersion, random: (below: number) => number) {
  const properties = {
    sessionExpiryInterval: random(1000),
    receiveMaximum: 1 + random(10),
    topicAliasMaximum: random(10),
  }
  const will = { topic: 'will', payload: Buffer.from('w'), qos: 1, retain: false } as const
  return {
    version,
    cleanStart: random(2) === 0,
    ...(random(2) === 0 ? { will } : {}),
    ...(version === 5 && random(2) === 0 ? { properties } : {}),
  }
}

/** One to eight packets each: mostly what clients send. */
function sequencesOf(version: ProtocolVersion): Buffer[] {
  const packet = randomPacket(version).map(likely)
  const sequence = fc.array(packet, { minLength: 1, maxLength: 8 })
  return fc
    .sample(sequence, { numRuns: SEQUENCES, seed: SEED })
    .map((packets) => packets.filter((one, i) => SENT_BY_CLIENTS.has(one.type) || i === 7))
    .map((packets) => Buffer.concat(packets.map((one) => encode(version, one))))
}

/** Without what would end the connection at once. */
function likely(packet: Packet): Packet {
  if (packet.type !== 'publish' || packet.properties === undefined) return packet
  const { subscriptionIdentifiers: _, topicAlias: __, ...properties } = packet.properties
  return { ...packet, properties }
}

function sendInChunks(
  client: TestClient,
  sequences: readonly Buffer[],
  all: readonly Buffer[],
  random: (below: number) => number,
): void {
  for (let i = 1 + random(4); i > 0; i--) {
    const sequence = sequences[random(sequences.length)] ?? Buffer.alloc(0)
    const bytes = random(3) === 0 ? sequence : mutate(sequence, all, random)
    const cut = random(bytes.length + 1)
    client.sendBytes(Buffer.from(bytes.subarray(0, cut)))
    client.sendBytes(Buffer.from(bytes.subarray(cut)))
  }
}

/** Time passes, sessions end, and two clients exchange a message. */
async function checkUp(broker: TestBroker): Promise<void> {
  const { hub } = broker.broker
  expect(hub.sessions.count).toBeLessThanOrEqual(MAX_CLIENTS)
  expect(hub.router.routeCount).toBeLessThanOrEqual(100_000)
  await broker.pass(4000)
  for (const session of [...hub.sessions.values()])
    if (session.outlet === undefined) hub.sessions.remove(session)
  expect(hub.router.subscriptionCount).toBe(0)
  for (const { topic } of [...hub.retained.all()]) hub.removeRetained(topic)
  for (const topic of ['$x', '$x/y']) hub.removeRetained(topic)
  const reader = await broker.connect('reader')
  await reader.follow('served', { qos: 2 })
  const writer = await broker.connect('writer', { version: 4 })
  writer.publish('served', 'still', { qos: 2 })
  expect(await writer.read()).toEqual(['PUBREC #1'])
  expect(await reader.payloads()).toEqual(['still'])
  await reader.vanish()
  await writer.vanish()
  expect(hub.sessions.count).toBe(0)
}
