import { describe, expect, test } from 'vitest'
import { startTestBroker } from '../support/test-broker.ts'

const stays = { cleanStart: false, properties: { sessionExpiryInterval: 60 } }

describe('SUBSCRIBE', () => {
  test.each([3, 4, 5] as const)(
    'is answered with one SUBACK, a code for each filter in their order, in version %d',
    async (version) => {
      const broker = await startTestBroker()
      const ada = await broker.connect('ada', { version })
      const request = { noLocal: false, retainAsPublished: false, retainHandling: 0 } as const
      ada.send({
        type: 'subscribe',
        packetId: 4711,
        subscriptions: [
          { filter: 'a', qos: 2, ...request },
          { filter: 'b', qos: 0, ...request },
          { filter: 'c/#', qos: 1, ...request },
        ],
      })
      expect(await ada.read()).toEqual(['SUBACK #4711 2 0 1'])
      for (const topic of ['a', 'b', 'c', 'c/d', 'd']) ada.publish(topic, topic, { qos: 2, packetId: 9 })
      expect(broker.broker.hub.router.subscriptionCount).toBe(3)
    },
  )

  test('grants what the listener allows, whatever is asked for', async () => {
    const broker = await startTestBroker('max_qos 1')
    const ada = await broker.connect('ada')
    await ada.subscribe(['a', 'b'], { qos: 2 })
    expect(await ada.read()).toEqual(['SUBACK #1 1 1'])
  })

  test('to the same filter replaces the subscription before, and no message is lost', async () => {
    const broker = await startTestBroker()
    const ada = await broker.connect('ada')
    await ada.follow('a', { qos: 1 })
    ada.publish('a', 'x', { qos: 1 })
    expect(await ada.read()).toEqual(['PUBLISH a x q1 #1', 'PUBACK #2'])
    await ada.follow('a', { qos: 0 })
    ada.publish('a', 'y', { qos: 1 })
    expect(await ada.read()).toEqual(['PUBLISH a y', 'PUBACK #4'])
    expect(broker.broker.hub.router.subscriptionCount).toBe(1)
  })

  test('is granted to those who may not read, and gives them nothing', async () => {
    const broker = await startTestBroker({ acl: 'topic write #' })
    const ada = await broker.connect('ada')
    await ada.subscribe('#', { qos: 1 })
    ada.publish('a', 'x')
    expect(await ada.read()).toEqual(['SUBACK #1 1'])
  })

  test('gives what matches, and nothing is normalized or substituted', async () => {
    const broker = await startTestBroker()
    const ada = await broker.connect('ada')
    await ada.follow(['a/+/c', 'ä', 'x//y', '/'])
    for (const topic of [
      'a/b/c',
      'a//c',
      'a/c',
      'A/b/c',
      'a\u0308',
      'ä',
      'x/y',
      'x//y',
      '/',
      '//',
      ' /',
      'a/b/c/',
    ])
      ada.publish(topic, topic)
    expect(await ada.payloads()).toEqual(['a/b/c', 'a//c', 'ä', 'x//y', '/'])
  })

  test('with a wildcard in the first level gives nothing of topics that begin with $', async () => {
    const broker = await startTestBroker()
    const ada = await broker.connect('ada')
    await ada.follow(['#', '+/a', '+'])
    ada.publish('$x/a', 'x')
    ada.publish('$x', 'x')
    expect(await ada.payloads()).toEqual([])
    await ada.follow(['$x/#'])
    ada.publish('$x/a', 'y')
    expect(await ada.payloads()).toEqual(['y'])
  })
})

describe('UNSUBSCRIBE', () => {
  test.each([
    [4, 'UNSUBACK #2'],
    [5, 'UNSUBACK #2 0x11 0 0x11'],
  ] as const)(
    'is answered with UNSUBACK, even where nothing was deleted, in version %d',
    async (version, expected) => {
      const broker = await startTestBroker()
      const ada = await broker.connect('ada', { version })
      await ada.follow(['a', 'b'])
      await ada.unsubscribe('A', 'a', 'a')
      expect(await ada.read()).toEqual([expected])
      ada.publish('a', 'x')
      ada.publish('b', 'y')
      expect(await ada.payloads()).toEqual(['y'])
    },
  )

  test('lets deliveries that have begun be completed, and adds no new ones', async () => {
    const broker = await startTestBroker('max_inflight_messages 1')
    const ada = await broker.connect('ada', stays)
    await ada.follow('a', { qos: 2 })
    for (const payload of ['x', 'y']) ada.publish('a', payload, { qos: 1 })
    await ada.unsubscribe('a')
    ada.publish('a', 'z', { qos: 1 })
    expect(await ada.read()).toEqual([
      'PUBLISH a x q1 #1',
      'PUBACK #2',
      'PUBACK #3',
      'UNSUBACK #4 0',
      'PUBACK #5 0x10',
    ])
    ada.acknowledge('puback', 1)
    expect(await ada.read()).toEqual(['PUBLISH a y q1 #2'])
    await ada.vanish()
    expect(await (await broker.connect('ada', stays)).read()).toEqual(['PUBLISH a y q1 #2 dup'])
  })
})

describe('no local', () => {
  test('keeps from a client what it published itself, with any QoS', async () => {
    const broker = await startTestBroker()
    const ada = await broker.connect('ada')
    const bob = await broker.connect('bob')
    await ada.follow('a', { noLocal: true, qos: 2 })
    await bob.follow('a', { qos: 2 })
    for (const qos of [0, 1, 2] as const) ada.publish('a', 'x', { qos })
    bob.publish('a', 'y')
    expect(await ada.payloads()).toEqual(['y'])
    expect(await bob.payloads()).toEqual(['x', 'x', 'x', 'y'])
  })

  test('belongs to one of its subscriptions', async () => {
    const broker = await startTestBroker()
    const ada = await broker.connect('ada')
    await ada.follow('a', { noLocal: true })
    await ada.follow('#')
    ada.publish('a', 'x')
    expect(await ada.payloads()).toEqual(['x'])
  })

  test('a bridge of Mosquitto has it, and retain as published, without asking', async () => {
    const broker = await startTestBroker()
    const bridge = await broker.connect('bridge', { version: 4, isBridge: true })
    const ada = await broker.connect('ada')
    await bridge.follow('#')
    bridge.publish('a', 'own')
    ada.publish('a', 'x', { retain: true })
    expect(await bridge.read()).toEqual(['PUBLISH a x retain'])
  })
})

describe('overlapping subscriptions', () => {
  test('deliver a copy for each, with its own QoS and identifier', async () => {
    const broker = await startTestBroker()
    const ada = await broker.connect('ada')
    await ada.follow('a/#', { qos: 2, identifier: 7 })
    await ada.follow('a/b', { qos: 0, identifier: 8 })
    await ada.follow('+/b', { qos: 1 })
    const bob = await broker.connect('bob')
    bob.publish('a/b', 'x', { qos: 2 })
    expect((await ada.read()).sort()).toEqual(
      [
        'PUBLISH a/b x q2 #1 {"subscriptionIdentifiers":[7]}',
        'PUBLISH a/b x {"subscriptionIdentifiers":[8]}',
        'PUBLISH a/b x q1 #2',
      ].sort(),
    )
  })

  test('deliver one copy to clients of 3.1.1 with allow_duplicate_messages false, with the highest QoS', async () => {
    const broker = await startTestBroker('allow_duplicate_messages false')
    for (const [version, copies] of [
      [4, ['PUBLISH a/b x q2 #1']],
      [5, ['PUBLISH a/b x', 'PUBLISH a/b x q1 #2', 'PUBLISH a/b x q2 #1']],
    ] as const) {
      const ada = await broker.connect(`ada${version}`, { version })
      await ada.follow('a/b', { qos: 0 })
      await ada.follow('a/#', { qos: 2 })
      await ada.follow('+/b', { qos: 1 })
      const bob = await broker.connect('bob')
      bob.publish('a/b', 'x', { qos: 2 })
      await bob.read()
      const got = await ada.read()
      expect(got.length).toBe(copies.length)
      expect(got.some((line) => line.includes('q2'))).toBe(true)
      bob.publish('a/b', 'y')
      expect(await ada.payloads()).toHaveLength(copies.length)
    }
  })

  test('are heard of by connected clients when allow_duplicate_messages changes', async () => {
    const broker = await startTestBroker()
    const ada = await broker.connect('ada', { version: 4 })
    const bob = await broker.connect('bob', { version: 4 })
    await ada.follow(['a', '#'])
    bob.publish('a', 'x')
    expect(await ada.payloads()).toEqual(['x', 'x'])
    await broker.reload({ conf: 'allow_duplicate_messages false' })
    bob.publish('a', 'y')
    expect(await ada.payloads()).toEqual(['y'])
  })
})

describe('subscription identifiers', () => {
  test('come with what they matched, retained messages too', async () => {
    const broker = await startTestBroker()
    const ada = await broker.connect('ada')
    ada.publish('a', 'kept', { retain: true })
    await ada.subscribe('a', { identifier: 268_435_455 })
    ada.publish('a', 'x')
    expect((await ada.read()).slice(1)).toEqual([
      'PUBLISH a kept retain {"subscriptionIdentifiers":[268435455]}',
      'PUBLISH a x {"subscriptionIdentifiers":[268435455]}',
    ])
  })

  test('of a PUBLISH from a client are a protocol error', async () => {
    const broker = await startTestBroker()
    const ada = await broker.connect('ada')
    await ada.follow('a')
    ada.publish('a', 'x', { properties: { subscriptionIdentifiers: [1] } })
    expect(await ada.read()).toEqual(['DISCONNECT 0x82', 'closed'])
  })
})

describe('shared subscriptions', () => {
  test('give each message to one member, in turns', async () => {
    const broker = await startTestBroker()
    const members = [
      await broker.connect('m1'),
      await broker.connect('m2'),
      await broker.connect('m3', { version: 4 }),
    ]
    for (const member of members) await member.follow('$share/g/a/#')
    const writer = await broker.connect('writer')
    for (let i = 0; i < 9; i++) writer.publish('a/b', String(i))
    const got = []
    for (const member of members) got.push(await member.payloads())
    expect(got.map((list) => list.length)).toEqual([3, 3, 3])
    expect(got.flat().sort()).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8'])
  })

  test('of another name are another group, and others get their copy all the same', async () => {
    const broker = await startTestBroker()
    const [one, two, own] = [
      await broker.connect('one'),
      await broker.connect('two'),
      await broker.connect('own'),
    ]
    await one.follow('$share/g/a')
    await two.follow('$share/h/a')
    await own.follow('a')
    own.publish('a', 'x')
    for (const client of [one, two, own]) expect(await client.payloads()).toEqual(['x'])
  })

  test('keep to the QoS that was granted', async () => {
    const broker = await startTestBroker()
    const one = await broker.connect('one')
    await one.follow('$share/g/a', { qos: 1 })
    one.publish('a', 'x', { qos: 2 })
    expect(await one.read()).toEqual(['PUBLISH a x q1 #1', 'PUBREC #2'])
  })

  test('pass over members that are away while others are there, and wait for them when nobody is', async () => {
    const broker = await startTestBroker()
    const one = await broker.connect('one', stays)
    const two = await broker.connect('two', stays)
    for (const member of [one, two]) await member.follow('$share/g/a', { qos: 1 })
    const writer = await broker.connect('writer')
    await one.vanish()
    for (let i = 0; i < 4; i++) writer.publish('a', String(i), { qos: 1 })
    expect(await two.payloads()).toEqual(['0', '1', '2', '3'])
    for (let id = 1; id <= 4; id++) two.acknowledge('puback', id)
    await two.vanish()
    for (let i = 4; i < 8; i++) writer.publish('a', String(i), { qos: 1 })
    await writer.read()
    const later = [
      ...(await (await broker.connect('one', stays)).payloads()),
      ...(await (await broker.connect('two', stays)).payloads()),
    ]
    expect(later.sort()).toEqual(['4', '5', '6', '7'])
  })

  test('pass over members that may not read the topic', async () => {
    const broker = await startTestBroker({ acl: 'topic readwrite a\nuser deaf\ntopic write a' })
    const one = await broker.connect('one')
    const deaf = await broker.connect('deaf', { username: 'deaf' })
    for (const member of [one, deaf]) await member.follow('$share/g/a')
    for (let i = 0; i < 4; i++) one.publish('a', String(i))
    expect(await one.payloads()).toEqual(['0', '1', '2', '3'])
  })

  test('a delivery that has begun is completed when the member returns, and goes to nobody else when its session ends', async () => {
    const broker = await startTestBroker()
    const one = await broker.connect('one', stays)
    await one.follow('$share/g/a', { qos: 2 })
    const writer = await broker.connect('writer')
    writer.publish('a', 'x', { qos: 2 })
    expect(await one.read()).toEqual(['PUBLISH a x q2 #1'])
    const two = await broker.connect('two', stays)
    await two.follow('$share/g/a', { qos: 2 })
    await one.vanish()
    const again = await broker.connect('one', stays)
    expect(await again.read()).toEqual(['PUBLISH a x q2 #1 dup'])
    await again.vanish()
    await broker.pass(61)
    expect(await two.read()).toEqual([])
  })

  test('a member that refuses a message with an error ends its delivery', async () => {
    const broker = await startTestBroker()
    const one = await broker.connect('one', stays)
    const two = await broker.connect('two', stays)
    await one.follow('$share/g/a', { qos: 1 })
    one.publish('a', 'x', { qos: 1 })
    await one.read()
    await two.follow('$share/g/a', { qos: 1 })
    one.acknowledge('puback', 1, 0x80)
    await one.vanish()
    expect(await (await broker.connect('one', stays)).read()).toEqual([])
    expect(await two.read()).toEqual([])
  })

  test('are left by their own name', async () => {
    const broker = await startTestBroker()
    const one = await broker.connect('one')
    await one.follow('$share/g/a')
    await one.unsubscribe('a', '$share/h/a', '$share/g/a')
    expect(await one.read()).toEqual(['UNSUBACK #2 0x11 0x11 0'])
    expect(broker.broker.hub.router.sharedSubscriptionCount).toBe(0)
  })
})
