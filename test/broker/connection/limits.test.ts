import { describe, expect, test } from 'vitest'
import { settle } from '../support/settle.ts'
import { startTestBroker } from '../support/test-broker.ts'

describe('packets that are too large', () => {
  test.each([
    [4, ['closed']],
    [5, ['DISCONNECT 0x95', 'closed']],
  ] as const)(
    'for the broker end the connection before they have arrived, in version %d',
    async (version, expected) => {
      const broker = await startTestBroker('max_packet_size 100')
      const ada = await broker.connect('ada', { version })
      ada.sendBytes(Buffer.from([0x30, 0x62]))
      expect(await ada.read()).toEqual([])
      ada.sendBytes(Buffer.alloc(98))
      const bob = await broker.connect('bob', { version })
      bob.sendBytes(Buffer.from([0x30, 0x63]))
      expect(await bob.read()).toEqual(expected)
    },
  )

  test('for a client are not sent to it, and count as delivered', async () => {
    const broker = await startTestBroker()
    const stays = {
      cleanStart: false,
      properties: { sessionExpiryInterval: 60, maximumPacketSize: 40, receiveMaximum: 1 },
    }
    const ada = await broker.connect('ada', stays)
    await ada.follow('a', { qos: 2 })
    const bob = await broker.connect('bob')
    await bob.follow('a', { qos: 2 })
    for (const qos of [0, 1, 2] as const) bob.publish('a', Buffer.alloc(50), { qos })
    bob.publish('a', 'small', { qos: 1 })
    expect(await ada.read()).toEqual(['PUBLISH a small q1 #3'])
    expect((await bob.payloads()).length).toBe(4)
    expect(broker.broker.hub.sessions.get('ada')?.outgoingCount).toBe(1)
  })

  test('for message_size_limit are acknowledged and go to nobody, with any QoS', async () => {
    const broker = await startTestBroker('message_size_limit 10')
    const ada = await broker.connect('ada')
    await ada.follow('#', { qos: 2 })
    for (const qos of [0, 1, 2] as const) ada.publish('a', Buffer.alloc(11), { qos })
    ada.publish('a', '0123456789')
    expect(await ada.read()).toEqual(['PUBACK #2 0x97', 'PUBREC #3 0x97', 'PUBLISH a 0123456789'])
    const old = await broker.connect('old', { version: 4 })
    old.publish('a', Buffer.alloc(11), { qos: 1 })
    old.publish('a', Buffer.alloc(11))
    expect(await old.read()).toEqual(['PUBACK #1'])
    expect(await ada.read()).toEqual([])
  })
})

test('a client that sends very much is read on in later turns, so that others are served', async () => {
  const broker = await startTestBroker()
  const [flooder, other] = [await broker.connect('flooder'), await broker.connect('other')]
  const { counters } = broker.broker.hub
  const before = counters.publishReceived
  for (let i = 0; i < 8; i++) flooder.publish('a', Buffer.alloc(200_000))
  expect(counters.publishReceived - before).toBe(2)
  other.publish('b', 'x')
  expect(counters.publishReceived - before).toBe(3)
  await other.read()
  expect(counters.publishReceived - before).toBe(9)
})

describe('max_qos', () => {
  test.each([
    [4, ['closed']],
    [5, ['DISCONNECT 0x9b', 'closed']],
  ] as const)('ends the connection of a publisher above it, in version %d', async (version, expected) => {
    const broker = await startTestBroker('max_qos 1')
    const ada = await broker.connect('ada', { version })
    ada.publish('a', 'x', { qos: 1 })
    expect(await ada.read()).toHaveLength(1)
    ada.publish('a', 'x', { qos: 2 })
    expect(await ada.read()).toEqual(expected)
  })
})

describe('connections', () => {
  test('beyond max_connections of a listener are closed without a word', async () => {
    const broker = await startTestBroker('max_connections 2\nlistener 1884')
    const clients = [await broker.connect('a'), await broker.connect('b'), await broker.connect('c')]
    expect(clients.map(({ isClosed }) => isClosed)).toEqual([false, false, true])
    expect((await broker.connect('d', { listener: '1884' })).isClosed).toBe(false)
    await clients[0]?.vanish()
    expect((await broker.connect('e')).isClosed).toBe(false)
    expect(broker.broker.status().listeners[0]).toMatchObject({ connections: 2, connectionsRefused: 1 })
  })

  test('beyond global_max_connections are closed without a word', async () => {
    const broker = await startTestBroker('global_max_connections 1\nlistener 1884')
    await broker.connect('a')
    expect((await broker.connect('b', { listener: '1884' })).isClosed).toBe(true)
  })

  test('of a client that is known are taken even with global_max_clients reached', async () => {
    const broker = await startTestBroker('global_max_clients 1')
    await broker.connect('a')
    expect((await broker.connect('a')).connack?.reasonCode).toBe(0)
    const other = await broker.connect('b')
    expect(other.connack?.reasonCode).toBe(0x89)
  })
})

describe('keep alive', () => {
  test.each([
    [4, ['closed']],
    [5, ['DISCONNECT 0x8d', 'closed']],
  ] as const)(
    'a client that is silent for one and a half of it is disconnected, in version %d',
    async (version, expected) => {
      const broker = await startTestBroker()
      const ada = await broker.connect('ada', { version, keepAliveSeconds: 10 })
      await broker.pass(15)
      ada.send({ type: 'pingreq' })
      expect(await ada.read()).toEqual(['PINGRESP'])
      await broker.pass(15)
      expect(await ada.read()).toEqual([])
      await broker.pass(1)
      expect(await ada.read()).toEqual(expected)
    },
  )

  test('of 0 lets a client be silent for ever', async () => {
    const broker = await startTestBroker()
    const ada = await broker.connect('ada')
    await broker.pass(1e6)
    expect(await ada.read()).toEqual([])
  })

  test('of the server counts in place of that of the client', async () => {
    const broker = await startTestBroker('max_keepalive 20')
    const ada = await broker.connect('ada', { keepAliveSeconds: 1000 })
    const bob = await broker.connect('bob', { keepAliveSeconds: 0 })
    await broker.pass(31)
    expect([ada.isClosed, bob.isClosed]).toEqual([true, true])
  })

  test('a connection without CONNECT is closed after half a minute', async () => {
    const broker = await startTestBroker()
    const client = broker.open()
    await broker.pass(30)
    expect(client.isClosed).toBe(false)
    await broker.pass(1)
    expect(await client.read()).toEqual(['closed'])
  })
})

describe('malformed and out-of-place packets', () => {
  test.each([
    ['a PUBLISH with QoS 3', '36060001610001' + '00', '3605000161' + '0001', 0x81],
    ['a topic name with a wildcard', '300400012300', '3003000123', 0x90],
    ['a reserved type', '0000', '0000', 0x81],
    ['a remaining length of five bytes', '30ffffffff01', '30ffffffff01', 0x81],
    ['CONNACK', '2003000000', '20020000', 0x82],
    ['SUBACK', '900400010000', '9003000100', 0x82],
    ['PINGRESP', 'd000', 'd000', 0x82],
    ['AUTH', 'f000', 'f000', 0x82],
    ['a PINGREQ with a body', 'c00100', 'c00100', 0x81],
  ])(
    'end the connection, with a word in 5.0 and without one in 3.1.1: %s',
    async (_, of5, of4, reasonCode) => {
      const broker = await startTestBroker()
      const reader = await broker.connect('reader')
      await reader.follow('#')
      for (const version of [5, 4] as const) {
        const ada = await broker.connect('ada', { version })
        ada.publish('a', 'before')
        ada.sendBytes(Buffer.from(version === 5 ? of5 : of4, 'hex'))
        ada.publish('a', 'after')
        const word = `DISCONNECT 0x${reasonCode.toString(16)}`
        expect(await ada.read()).toEqual(version === 5 ? [word, 'closed'] : ['closed'])
      }
      expect(await reader.payloads()).toEqual(['before', 'before'])
    },
  )
})

describe('a topic that a prefix makes longer than a packet can hold', () => {
  const longest = 'a'.repeat(65_535)

  test('reaches those behind the same mount point, and nobody else', async () => {
    const broker = await startTestBroker('mount_point far/\nlistener 1884')
    const [inside, outside] = [
      await broker.connect('inside'),
      await broker.connect('outside', { listener: '1884' }),
    ]
    for (const client of [inside, outside]) await client.follow('#')
    inside.publish(longest, 'fast')
    inside.publish(longest, 'kept', { qos: 1, retain: true })
    inside.publish('short', 'short')
    expect(await inside.payloads()).toEqual(['fast', 'kept', 'short'])
    await outside.subscribe('far/#', { qos: 1 })
    expect(await outside.payloads()).toEqual(['short'])
  })

  test('does not go out over a bridge, which goes on', async () => {
    const remote = await startTestBroker()
    const local = await startTestBroker({
      conf: 'connection out\naddress 127.0.0.1\ntopic # out 1 "" far/\nnotifications false',
      remote,
    })
    const [ada, bob] = [await local.connect('ada'), await remote.connect('bob')]
    await bob.follow('#')
    for (const topic of [longest, 'short']) ada.publish(topic, topic, { qos: 1 })
    await settle()
    expect(await bob.payloads()).toEqual(['short'])
  })
})
