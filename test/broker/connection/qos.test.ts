import { describe, expect, test } from 'vitest'
import type { ProtocolVersion, Qos } from '../../../src/broker/packet/packet.ts'
import { startTestBroker } from '../support/test-broker.ts'

const STAYS = { cleanStart: false, properties: { sessionExpiryInterval: 3600 } }
const VERSIONS: readonly ProtocolVersion[] = [3, 4, 5]

/** A broker with a reader of `#` and a writer. */
async function pair(version: ProtocolVersion, qos: Qos, conf = '') {
  const broker = await startTestBroker(conf)
  const reader = await broker.connect('reader', { ...STAYS, version })
  await reader.follow('#', { qos })
  const writer = await broker.connect('writer', { ...STAYS, version })
  return { broker, reader, writer }
}

describe.each(VERSIONS)('a client of version %d that publishes', (version) => {
  test('with QoS 0 gets no answer', async () => {
    const { reader, writer } = await pair(version, 0)
    writer.publish('a', 'x')
    expect(await writer.read()).toEqual([])
    expect(await reader.read()).toEqual(['PUBLISH a x'])
  })

  test('with QoS 1 gets PUBACK with its packet identifier', async () => {
    const { reader, writer } = await pair(version, 1)
    writer.publish('a', 'x', { qos: 1, packetId: 77 })
    expect(await writer.read()).toEqual(['PUBACK #77'])
    expect(await reader.read()).toEqual(['PUBLISH a x q1 #1'])
  })

  test('with QoS 1 and an identifier that was acknowledged publishes a new message, whatever DUP says', async () => {
    const { reader, writer } = await pair(version, 0)
    writer.publish('a', 'x', { qos: 1, packetId: 1 })
    writer.publish('a', 'y', { qos: 1, packetId: 1, duplicate: true })
    expect(await writer.read()).toEqual(['PUBACK #1', 'PUBACK #1'])
    expect(await reader.payloads()).toEqual(['x', 'y'])
  })

  test('with QoS 2 gets PUBREC and PUBCOMP with its packet identifier', async () => {
    const { reader, writer } = await pair(version, 2)
    writer.publish('a', 'x', { qos: 2, packetId: 77 })
    expect(await writer.read()).toEqual(['PUBREC #77'])
    writer.acknowledge('pubrel', 77)
    expect(await writer.read()).toEqual(['PUBCOMP #77'])
    expect(await reader.read()).toEqual(['PUBLISH a x q2 #1'])
  })

  test('that sends the same QoS 2 message again before PUBREL has it delivered once', async () => {
    const { reader, writer } = await pair(version, 0)
    writer.publish('a', 'x', { qos: 2, packetId: 5 })
    writer.publish('a', 'x', { qos: 2, packetId: 5, duplicate: true })
    expect(await writer.read()).toEqual(['PUBREC #5', 'PUBREC #5'])
    expect(await reader.payloads()).toEqual(['x'])
  })

  test('that sends the same QoS 2 message again on another connection has it delivered once', async () => {
    const { broker, reader, writer } = await pair(version, 0)
    writer.publish('a', 'x', { qos: 2, packetId: 5 })
    await writer.vanish()
    const again = await broker.connect('writer', { ...STAYS, version })
    again.publish('a', 'x', { qos: 2, packetId: 5, duplicate: true })
    again.acknowledge('pubrel', 5)
    expect(await again.read()).toEqual(['PUBREC #5', 'PUBCOMP #5'])
    expect(await reader.payloads()).toEqual(['x'])
  })

  test('may use a QoS 2 identifier again after PUBCOMP', async () => {
    const { reader, writer } = await pair(version, 0)
    for (const payload of ['x', 'y']) {
      writer.publish('a', payload, { qos: 2, packetId: 5 })
      writer.acknowledge('pubrel', 5)
    }
    expect(await writer.read()).toEqual(['PUBREC #5', 'PUBCOMP #5', 'PUBREC #5', 'PUBCOMP #5'])
    expect(await reader.payloads()).toEqual(['x', 'y'])
  })
})

describe('a QoS 2 exchange of 5.0', () => {
  test('goes on where the message has expired', async () => {
    const { broker, writer } = await pair(5, 0)
    writer.publish('a', 'x', { qos: 2, packetId: 5, properties: { messageExpiryInterval: 1 } })
    await broker.pass(10)
    writer.publish('a', 'x', {
      qos: 2,
      packetId: 5,
      duplicate: true,
      properties: { messageExpiryInterval: 1 },
    })
    writer.acknowledge('pubrel', 5)
    expect(await writer.read()).toEqual(['PUBREC #5', 'PUBREC #5', 'PUBCOMP #5'])
  })
})

describe('reasons in words', () => {
  test('are given to nobody, so not to a client that wants none', async () => {
    const broker = await startTestBroker({ acl: 'topic write a' })
    const ada = await broker.connect('ada', { properties: { requestProblemInformation: 0 } })
    ada.publish('b', 'x', { qos: 1 })
    ada.publish('b', 'x', { qos: 2 })
    ada.acknowledge('pubrec', 9)
    await ada.unsubscribe('none')
    ada.publish('', 'x', { properties: { topicAlias: 5 } })
    expect(await ada.read()).toEqual([
      'PUBACK #1 0x87',
      'PUBREC #2 0x87',
      'PUBREL #9 0x92',
      'UNSUBACK #3 0x11',
      'DISCONNECT 0x82',
      'closed',
    ])
  })
})

describe('what a publisher of 5.0 is told', () => {
  test('0x10 in PUBACK where nobody has subscribed, and 0 in PUBREC', async () => {
    const broker = await startTestBroker()
    const writer = await broker.connect('writer')
    writer.publish('a', 'x', { qos: 1 })
    writer.publish('a', 'x', { qos: 2 })
    expect(await writer.read()).toEqual(['PUBACK #1 0x10', 'PUBREC #2'])
  })

  test('0x92 in PUBCOMP for an unknown packet identifier', async () => {
    const broker = await startTestBroker()
    const writer = await broker.connect('writer')
    writer.acknowledge('pubrel', 9)
    expect(await writer.read()).toEqual(['PUBCOMP #9 0x92'])
  })

  test('0x87 where it may not write, and the message goes to nobody', async () => {
    const broker = await startTestBroker({ acl: 'topic read #' })
    const reader = await broker.connect('reader')
    await reader.follow('#')
    const writer = await broker.connect('writer')
    writer.publish('a', 'x')
    writer.publish('a', 'x', { qos: 1 })
    writer.publish('a', 'x', { qos: 2, retain: true })
    expect(await writer.read()).toEqual(['PUBACK #1 0x87', 'PUBREC #2 0x87'])
    expect(await reader.read()).toEqual([])
    expect(broker.broker.hub.retained.count).toBe(0)
  })

  test('after a PUBREC with an error the same identifier is a new message', async () => {
    const broker = await startTestBroker({
      acl: 'topic read #\ntopic write b',
      conf: 'max_inflight_messages 2',
    })
    const reader = await broker.connect('reader')
    await reader.follow('#')
    const writer = await broker.connect('writer')
    for (let i = 0; i < 5; i++) writer.publish('a', 'denied', { qos: 2, packetId: 1 + i })
    writer.publish('b', 'x', { qos: 2, packetId: 1 })
    expect((await writer.read()).slice(-2)).toEqual(['PUBREC #5 0x87', 'PUBREC #1'])
    expect(await reader.payloads()).toEqual(['x'])
  })
})

test('a publisher of 3.1.1 that may not write is acknowledged all the same', async () => {
  const broker = await startTestBroker({ acl: 'topic read #' })
  const reader = await broker.connect('reader')
  await reader.follow('#')
  const writer = await broker.connect('writer', { version: 4 })
  writer.publish('a', 'x', { qos: 1 })
  writer.publish('a', 'x', { qos: 2 })
  writer.acknowledge('pubrel', 2)
  expect(await writer.read()).toEqual(['PUBACK #1', 'PUBREC #2', 'PUBCOMP #2'])
  expect(await reader.read()).toEqual([])
})

describe.each(VERSIONS)('a receiver of version %d', (version) => {
  test.each([
    [0, 0, ''],
    [0, 1, ''],
    [0, 2, ''],
    [1, 0, ''],
    [1, 1, ' q1 #1'],
    [1, 2, ' q1 #1'],
    [2, 0, ''],
    [2, 1, ' q1 #1'],
    [2, 2, ' q2 #1'],
  ] as const)(
    'gets the lower QoS of message and subscription: %d by %d',
    async (published, granted, shown) => {
      const { reader, writer } = await pair(version, granted)
      writer.publish('a', 'x', { qos: published })
      await writer.read()
      expect(await reader.read()).toEqual([`PUBLISH a x${shown}`])
    },
  )

  test('answers QoS 2 in two steps, and nothing is left', async () => {
    const { broker, reader, writer } = await pair(version, 2)
    writer.publish('a', 'x', { qos: 2 })
    expect(await reader.read()).toEqual(['PUBLISH a x q2 #1'])
    reader.acknowledge('pubrec', 1)
    expect(await reader.read()).toEqual(['PUBREL #1'])
    reader.acknowledge('pubcomp', 1)
    expect(await reader.read()).toEqual([])
    expect(broker.broker.hub.sessions.get('reader')?.outgoingCount).toBe(0)
  })

  test('is sent what it did not acknowledge again on its next connection, in order, with DUP, and at no other time', async () => {
    const { broker, reader, writer } = await pair(version, 2)
    writer.publish('a', 'one', { qos: 1 })
    writer.publish('a', 'two', { qos: 2 })
    writer.publish('a', 'three', { qos: 2 })
    writer.publish('a', 'four', { qos: 1 })
    expect(await reader.payloads()).toEqual(['one', 'two', 'three', 'four'])
    reader.acknowledge('pubrec', 3)
    expect(await reader.read()).toEqual(['PUBREL #3'])
    await broker.pass(600)
    expect(await reader.read()).toEqual([])
    await reader.vanish()
    const again = await broker.connect('reader', { ...STAYS, version })
    const expected = [
      'PUBLISH a one q1 #1 dup',
      'PUBLISH a two q2 #2 dup',
      'PUBREL #3',
      'PUBLISH a four q1 #4 dup',
    ]
    expect((await again.read()).sort()).toEqual(expected.sort())
    again.acknowledge('pubcomp', 3)
    again.acknowledge('puback', 1)
    await again.read()
    await again.vanish()
    const third = await broker.connect('reader', { ...STAYS, version })
    expect(await third.read()).toEqual(['PUBLISH a two q2 #2 dup', 'PUBLISH a four q1 #4 dup'])
  })

  test('never gets a PUBLISH again after its PUBREC', async () => {
    const { broker, reader, writer } = await pair(version, 2)
    writer.publish('a', 'x', { qos: 2 })
    await reader.read()
    reader.acknowledge('pubrec', 1)
    await reader.vanish()
    const again = await broker.connect('reader', { ...STAYS, version })
    expect(await again.read()).toEqual(['PUBREL #1'])
  })

  test('gets messages of one topic and QoS in the order in which they were published', async () => {
    const { reader, writer } = await pair(version, 1, 'max_inflight_messages 3')
    const sent = Array.from({ length: 30 }, (_, i) => String(i))
    for (const payload of sent) writer.publish('a', payload, { qos: 1 })
    const got: string[] = []
    for (let packets = await reader.packets(); packets.length > 0; packets = await reader.packets())
      for (const packet of packets) {
        if (packet.type !== 'publish') continue
        got.push(Buffer.from(packet.payload).toString())
        reader.acknowledge('puback', packet.packetId)
      }
    expect(got).toEqual(sent)
  })

  test('is not sent DUP because the publisher has set it', async () => {
    const { reader, writer } = await pair(version, 1)
    writer.publish('a', 'x', { qos: 1, duplicate: true })
    expect(await reader.read()).toEqual(['PUBLISH a x q1 #1'])
  })
})

describe('acknowledgements that fit nothing', () => {
  test('leave the connection open', async () => {
    const { reader, writer } = await pair(5, 2)
    writer.publish('a', 'x', { qos: 2 })
    await reader.read()
    for (const type of ['puback', 'pubcomp'] as const) {
      reader.acknowledge(type, 1)
      reader.acknowledge(type, 500)
    }
    expect(await reader.read()).toEqual([])
    reader.acknowledge('pubrec', 1)
    expect(await reader.read()).toEqual(['PUBREL #1'])
  })

  test('a PUBREC for an unknown identifier is answered with PUBREL 0x92, and in 3.1.1 with PUBREL', async () => {
    const { reader } = await pair(5, 2)
    reader.acknowledge('pubrec', 9)
    expect(await reader.read()).toEqual(['PUBREL #9 0x92'])
    const old = await pair(4, 2)
    old.reader.acknowledge('pubrec', 9)
    expect(await old.reader.read()).toEqual(['PUBREL #9'])
  })

  test('a PUBREC with an error ends the delivery, which is not sent again', async () => {
    const { broker, reader, writer } = await pair(5, 2)
    writer.publish('a', 'x', { qos: 2 })
    await reader.read()
    reader.acknowledge('pubrec', 1, 0x80)
    expect(await reader.read()).toEqual([])
    await reader.vanish()
    expect(await (await broker.connect('reader', STAYS)).read()).toEqual([])
  })

  test('a PUBACK with an error ends the delivery, which is not sent again', async () => {
    const { broker, reader, writer } = await pair(5, 1)
    writer.publish('a', 'x', { qos: 1 })
    await reader.read()
    reader.acknowledge('puback', 1, 0x97)
    await reader.vanish()
    expect(await (await broker.connect('reader', STAYS)).read()).toEqual([])
  })
})

test('identifiers in use are passed over when they have gone round', async () => {
  const { reader, writer } = await pair(4, 1, 'max_inflight_messages 0\nmax_queued_messages 0')
  writer.publish('a', 'stays', { qos: 1 })
  await reader.read()
  for (let round = 0; round < 66; round++) {
    for (let i = 0; i < 1000; i++) writer.publish('a', '', { qos: 1, packetId: 1 })
    const ids = (await reader.packets()).flatMap((packet) =>
      packet.type === 'publish' ? packet.packetId : [],
    )
    expect(ids).toHaveLength(1000)
    expect(ids.includes(1) || ids.includes(0)).toBe(false)
    for (const id of ids) reader.acknowledge('puback', id)
    await reader.read()
    await writer.read()
  }
})
