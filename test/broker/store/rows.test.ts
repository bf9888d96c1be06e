import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readDelivery, writeDelivery } from '../../../src/broker/store/delivery-row.ts'
import { readMessage, writeMessage } from '../../../src/broker/store/message-row.ts'
import {
  deliveryKey,
  messageKey,
  messageOfKey,
  parseSessionKey,
  sequenceOfName,
  sessionKey,
  subscriptionKey,
} from '../../../src/broker/store/row-key.ts'
import { RowReader } from '../../../src/broker/store/row-reader.ts'
import { RowWriter } from '../../../src/broker/store/row-writer.ts'
import { readSession, writeSession } from '../../../src/broker/store/session-row.ts'
import type {
  StoredDelivery,
  StoredMessage,
  StoredSession,
  StoredSubscription,
} from '../../../src/broker/store/store.ts'
import { readSubscription, writeSubscription } from '../../../src/broker/store/subscription-row.ts'

const PAYLOAD = Buffer.from([0, 1, 255])

const MESSAGES: readonly StoredMessage[] = [
  { topic: '€'.repeat(30_000), payload: PAYLOAD, qos: 1, retain: false },
  { topic: 't', payload: Buffer.alloc(0), qos: 0, retain: false },
  { topic: 'a/b', payload: PAYLOAD, qos: 2, retain: true, expiresAt: 1_700_000_000_123 },
  {
    topic: 'é/\ufeff/\u{1f600}',
    payload: PAYLOAD,
    qos: 1,
    retain: false,
    sourceClientId: '',
    sourceUsername: '',
  },
  {
    topic: 't'.repeat(70_000),
    payload: Buffer.alloc(20_000, 1),
    qos: 1,
    retain: false,
    sourceClientId: 'c',
  },
  {
    topic: 't',
    payload: PAYLOAD,
    qos: 1,
    retain: true,
    properties: {
      payloadFormatIndicator: 1,
      contentType: 'text/plain',
      responseTopic: 'answer',
      correlationData: PAYLOAD,
      userProperties: [
        ['a', '1'],
        ['a', '2'],
      ],
    },
  },
]

const SESSIONS: readonly StoredSession[] = [
  { clientId: '', sessionExpirySeconds: 0 },
  {
    clientId: 'c',
    sessionExpirySeconds: 0xffff_ffff,
    username: '',
    listener: 'l',
    disconnectedAt: 1_700_000_000_000,
  },
  {
    clientId: 'c\u0001\ufeff',
    sessionExpirySeconds: 60,
    will: { dueAt: 1.5, will: { topic: 'w', payload: PAYLOAD, qos: 2, retain: true } },
  },
  {
    clientId: 'c',
    sessionExpirySeconds: 0,
    will: { will: { topic: 'w', payload: PAYLOAD, qos: 1, retain: false } },
  },
  {
    clientId: 'c',
    sessionExpirySeconds: 60,
    will: {
      dueAt: 12,
      will: {
        topic: 'w',
        payload: Buffer.alloc(0),
        qos: 0,
        retain: false,
        properties: { willDelayInterval: 7, messageExpiryInterval: 9, userProperties: [['', '']] },
      },
    },
  },
]

const DELIVERIES: readonly StoredDelivery[] = [
  { sequence: 1, packetId: 0, state: 'queued', qos: 0, retain: false, messageId: 1 },
  {
    sequence: 1,
    packetId: 65_535,
    state: 'published',
    qos: 1,
    retain: true,
    messageId: Number.MAX_SAFE_INTEGER,
  },
  { sequence: 1, packetId: 128, state: 'released', qos: 2, retain: false },
  {
    sequence: 1,
    packetId: 0,
    state: 'queued',
    qos: 2,
    retain: false,
    messageId: 2 ** 32,
    subscriptionIdentifiers: [],
  },
  {
    sequence: 1,
    packetId: 1,
    state: 'queued',
    qos: 2,
    retain: false,
    subscriptionIdentifiers: [1, 268_435_455],
  },
]

const SUBSCRIPTIONS: readonly StoredSubscription[] = [
  { filter: 'f', qos: 0, noLocal: false, retainAsPublished: false },
  { filter: 'f', qos: 2, noLocal: true, retainAsPublished: false, subscriptionIdentifier: 268_435_455 },
  { filter: 'f', qos: 1, noLocal: false, retainAsPublished: true, subscriptionIdentifier: 1 },
]

const KEY = 'key'

function row(write: (writer: RowWriter) => void): Uint8Array {
  return Uint8Array.from(new RowWriter().row(KEY, write))
}

/** A reader of `bytes` with a checksum that is right. */
function reader(bytes: Uint8Array): RowReader {
  return new RowReader({ key: KEY, value: row((writer) => writer.rest(bytes)) })
}

/** Each kind of row, as bytes and as what it says. */
const ROWS = [
  ...MESSAGES.map((value) => ({
    kind: 'message',
    value,
    bytes: row((to) => writeMessage(to, value)),
    read: readMessage,
  })),
  ...SESSIONS.map((value) => ({
    kind: 'session',
    value,
    bytes: row((to) => writeSession(to, value)),
    read: readSession,
  })),
  ...DELIVERIES.map((value) => ({
    kind: 'delivery',
    value,
    bytes: row((to) => writeDelivery(to, value)),
    read: (from: RowReader) => readDelivery(from, 1),
  })),
  ...SUBSCRIPTIONS.map((value) => ({
    kind: 'subscription',
    value,
    bytes: row((to) => writeSubscription(to, value)),
    read: (from: RowReader) => readSubscription(from, 'f'),
  })),
]

describe('a row', () => {
  it.each(ROWS)('of a $kind says after reading what was written ($#)', ({ value, bytes, read }) => {
    expect(read(new RowReader({ key: KEY, value: bytes }))).toEqual(value)
  })

  it('is read or called damaged, whatever its bytes are', () => {
    const reads = ROWS.map(({ read }) => read)
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 30 }), (bytes) => {
        for (const read of reads) read(reader(bytes))
      }),
      { numRuns: 1000 },
    )
  })

  it.each(ROWS.filter(({ bytes }) => bytes.length < 100))(
    'of a $kind is damaged when its end is cut off ($#)',
    ({ value, bytes, read }) => {
      for (let length = 0; length < bytes.length - 4; length++) {
        const cut = read(reader(bytes.subarray(0, length)))
        if (cut !== undefined && 'payload' in cut) expect(cut.payload.length).toBeLessThan(PAYLOAD.length)
        else if (cut !== undefined && 'will' in cut) expect(cut).not.toEqual(value)
        else expect(cut).toBeUndefined()
      }
    },
  )

  it('is damaged when a bit of it or of its key is another', () => {
    for (const { bytes, read } of ROWS.filter((one) => one.bytes.length < 100)) {
      expect(read(new RowReader({ key: 'Key', value: bytes }))).toBeUndefined()
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        const value = Uint8Array.from(bytes, (byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))
        expect(read(new RowReader({ key: KEY, value }))).toBeUndefined()
      }
    }
  })

  it.each([
    ['a message with QoS 3', readMessage, [3, 1, 0x74]],
    ['a message whose topic is longer than the row', readMessage, [0, 200, 1, 0x74]],
    [
      'a message whose topic is longer than anything',
      readMessage,
      [0, 255, 255, 255, 255, 255, 255, 255, 255, 0x74],
    ],
    ['a session with bytes left over', readSession, [0, 0, 0, 0]],
    ['a delivery with a state that there is not', (to: RowReader) => readDelivery(to, 1), [0x0c]],
    [
      'a delivery with more identifiers than bytes',
      (to: RowReader) => readDelivery(to, 1),
      [0x80, 255, 255, 255, 127, 1],
    ],
    ['a subscription with QoS 3', (to: RowReader) => readSubscription(to, 'f'), [3, 0]],
  ])('is damaged when it is %s', (_, read, bytes) => {
    expect(read(reader(Uint8Array.from(bytes)))).toBeUndefined()
  })
})

describe('a key', () => {
  const NUMBERS = [1, 9, 10, 99, 100, 65_535, 2 ** 31, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER]

  it('sorts numbers in their order', () => {
    const keys = NUMBERS.map((number) => deliveryKey(sessionKey(7), number))
    expect([...keys].sort()).toEqual(keys)
    expect(NUMBERS.map((number) => messageOfKey(messageKey(number)))).toEqual(NUMBERS)
  })

  it('sorts all of a session behind its own row and before the next session', () => {
    const keys = [1, 2, 9, 10, 11, 100].flatMap((session) => {
      const key = sessionKey(session)
      return [
        key,
        deliveryKey(key, 1),
        deliveryKey(key, 10),
        subscriptionKey(key, '\u0000'),
        subscriptionKey(key, '~'),
      ]
    })
    expect([...keys].sort()).toEqual(keys)
  })

  it('names the session and what is in it', () => {
    const key = sessionKey(12)
    expect(parseSessionKey(key)).toEqual({ session: 12, kind: '', name: '' })
    expect(parseSessionKey(subscriptionKey(key, 'd/~/#'))).toEqual({ session: 12, kind: 'f', name: 'd/~/#' })
    const delivery = parseSessionKey(deliveryKey(key, 345))
    expect(sequenceOfName(delivery?.name ?? '')).toBe(345)
  })

  it.each(['s', 'sa', 'sb1', 'sa1x', 'sz1', 's1', 'saa', 's\u{1f600}'])('is damaged when it is %s', (key) => {
    expect(parseSessionKey(key)).toBeUndefined()
  })
})
