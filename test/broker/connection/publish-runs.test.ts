/**
 * The fast way of messages with QoS 0 against a naive model: whatever is published by whom, cut into whatever chunks,
 * everybody gets exactly what comparing filters with topics message by message gives.
 */

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encode } from '../../../src/broker/packet/encode.ts'
import type { ProtocolVersion, Publish, Qos } from '../../../src/broker/packet/packet.ts'
import { startTestBroker } from '../support/test-broker.ts'
import type { TestClient } from '../support/test-client.ts'

const TOPICS = ['a', 'a/b', 'b', 'ä'] as const

interface Receiver {
  readonly name: string
  readonly version: ProtocolVersion
  readonly filters: readonly string[]
  readonly qos?: Qos
  readonly noLocal?: boolean
  readonly identifier?: number
  readonly properties?: { readonly topicAliasMaximum?: number; readonly maximumPacketSize?: number }
  /** Which of {@link TOPICS} its filters match, once for each. */
  readonly gets: readonly string[]
}

const RECEIVERS: readonly Receiver[] = [
  { name: 'old', version: 4, filters: ['#'], gets: ['a', 'a/b', 'b', 'ä'] },
  { name: 'older', version: 3, filters: ['a/#'], gets: ['a', 'a/b'] },
  { name: 'new', version: 5, filters: ['#'], qos: 2, gets: ['a', 'a/b', 'b', 'ä'] },
  { name: 'twice', version: 5, filters: ['a', '+'], gets: ['a', 'a', 'b', 'ä'] },
  {
    name: 'aliases',
    version: 5,
    filters: ['#'],
    properties: { topicAliasMaximum: 2 },
    gets: ['a', 'a/b', 'b', 'ä'],
  },
  {
    name: 'small',
    version: 5,
    filters: ['#'],
    properties: { maximumPacketSize: 1000 },
    gets: ['a', 'a/b', 'b', 'ä'],
  },
  { name: 'numbered', version: 5, filters: ['a/b'], identifier: 9, gets: ['a/b'] },
]

interface Sent {
  readonly sender: number
  readonly topic: string
  readonly qos: Qos
  readonly bytes: number
  readonly hasProperties: boolean
}

const sent: fc.Arbitrary<Sent> = fc.record({
  sender: fc.nat(2),
  topic: fc.constantFrom(...TOPICS, 'a', 'a'),
  qos: fc.constantFrom<Qos>(0, 0, 0, 0, 1),
  bytes: fc.constantFrom(0, 1, 20, 130, 1500),
  hasProperties: fc.boolean(),
})

const SENDERS: readonly ProtocolVersion[] = [4, 5, 3]

test('any interleaving and any chunks of frames deliver what message by message would', async () => {
  const broker = await startTestBroker('max_inflight_messages 0\nmax_queued_messages 0')
  const receivers: TestClient[] = []
  for (const { name, version, filters, qos = 0, noLocal = false, identifier, properties = {} } of RECEIVERS) {
    const client = await broker.connect(name, { version, ...(version === 5 ? { properties } : {}) })
    await client.follow(filters, { qos, noLocal, ...(identifier === undefined ? {} : { identifier }) })
    receivers.push(client)
  }
  const member = [await broker.connect('m1'), await broker.connect('m2', { version: 4 })]
  for (const client of member) await client.follow('$share/g/a/#')
  const senders = await Promise.all(SENDERS.map((version, i) => broker.connect(`s${i}`, { version })))
  const own = senders[1]
  await own?.follow('#', { noLocal: true })

  await fc.assert(
    fc.asyncProperty(
      fc.array(sent, { maxLength: 60 }),
      fc.array(fc.nat(400), { minLength: 1, maxLength: 30 }),
      async (list, cuts) => {
        for (const client of [...receivers, ...member, ...senders]) await delivered(client)
        sendInChunks(senders, list, cuts)
        for (const [i, { gets, properties }] of RECEIVERS.entries()) {
          const limit = properties?.maximumPacketSize === undefined ? Number.POSITIVE_INFINITY : 900
          const expected = list.flatMap((one, n) =>
            one.bytes > limit ? [] : gets.filter((name) => name === one.topic).map(() => payloadOf(one, n)),
          )
          expect(bySender(await delivered(receivers[i]))).toEqual(bySender(expected))
        }
        expect(bySender(await delivered(own))).toEqual(
          bySender(list.flatMap((one, n) => (one.sender === 1 ? [] : payloadOf(one, n)))),
        )
        const shared = [...(await delivered(member[0])), ...(await delivered(member[1]))]
        const wanted = list.flatMap((one, n) => (one.topic.startsWith('a') ? payloadOf(one, n) : []))
        expect(shared.sort()).toEqual(wanted.sort())
        for (const client of senders) await client.read()
      },
    ),
    { numRuns: 150 },
  )
}, 120_000)

/** Each sender's frames in their order, cut anywhere, in turns. */
function sendInChunks(senders: readonly TestClient[], list: readonly Sent[], cuts: readonly number[]): void {
  const streams = senders.map(({ version }, sender) =>
    Buffer.concat(
      list.flatMap((one, n) => (one.sender === sender ? encode(version, packetOf(one, n, version)) : [])),
    ),
  )
  const at = streams.map(() => 0)
  for (let turn = 0; streams.some((stream, i) => (at[i] ?? 0) < stream.length); turn++) {
    const i = turn % streams.length
    const from = at[i] ?? 0
    const to = from + 1 + (cuts[turn % cuts.length] ?? 0)
    const chunk = streams[i]?.subarray(from, to)
    if (chunk !== undefined && chunk.length > 0) senders[i]?.sendBytes(Buffer.from(chunk))
    at[i] = to
  }
}

function packetOf(one: Sent, n: number, version: ProtocolVersion): Publish {
  const { topic, qos, hasProperties } = one
  const packet = {
    type: 'publish',
    duplicate: false,
    qos,
    retain: false,
    topic,
    packetId: qos === 0 ? 0 : n + 1,
    payload: Buffer.from(payloadOf(one, n)),
  } as const
  return hasProperties && version === 5 ? { ...packet, properties: { contentType: 't' } } : packet
}

function payloadOf({ sender, bytes }: Sent, n: number): string {
  return `${sender}:${n}:`.padEnd(bytes, '.')
}

async function delivered(client: TestClient | undefined): Promise<string[]> {
  const packets = (await client?.packets()) ?? []
  return packets.flatMap((packet) => {
    if (packet.type !== 'publish') return []
    if (packet.qos > 0) client?.acknowledge(packet.qos === 1 ? 'puback' : 'pubrec', packet.packetId)
    return Buffer.from(packet.payload).toString()
  })
}

/** Only messages of one sender have an order among them. */
function bySender(payloads: readonly string[]): Record<string, string[]> {
  const lists: Record<string, string[]> = {}
  for (const payload of payloads) {
    const sender = payload.slice(0, 1)
    lists[sender] = [...(lists[sender] ?? []), payload]
  }
  return lists
}
