import { describe, expect, test } from 'vitest'
import { startTestBroker } from '../support/test-broker.ts'

describe('a retained message', () => {
  test('goes to later subscriptions, marked as retained, with the lower QoS', async () => {
    const broker = await startTestBroker()
    const ada = await broker.connect('ada')
    ada.publish('a', 'x', { qos: 1, retain: true })
    await ada.read()
    await ada.subscribe('a', { qos: 2 })
    expect(await ada.read()).toEqual(['SUBACK #2 2', 'PUBLISH a x q1 #1 retain'])
    await ada.subscribe('+', { qos: 0 })
    expect(await ada.read()).toEqual(['SUBACK #3 0', 'PUBLISH a x retain'])
  })

  test('is replaced by the next one, whatever its QoS', async () => {
    const broker = await startTestBroker()
    const ada = await broker.connect('ada')
    ada.publish('a', 'one', { qos: 1, retain: true })
    ada.publish('a', 'two', { retain: true })
    await ada.read()
    const bob = await broker.connect('bob')
    await bob.subscribe('a')
    expect(await bob.payloads()).toEqual(['two'])
    expect(broker.broker.hub.retained.count).toBe(1)
  })

  test('without payload removes the one before, is delivered, and is not stored', async () => {
    const broker = await startTestBroker()
    const ada = await broker.connect('ada')
    await ada.follow('a')
    ada.publish('a', 'x', { retain: true })
    ada.publish('a', '', { retain: true })
    expect(await ada.read()).toEqual(['PUBLISH a x', 'PUBLISH a '])
    await ada.subscribe('a')
    expect(await ada.read()).toEqual(['SUBACK #2 0'])
    expect(broker.broker.hub.retained.count).toBe(0)
  })

  test('stays when a message that is not retained follows', async () => {
    const broker = await startTestBroker()
    const ada = await broker.connect('ada')
    ada.publish('a', 'kept', { retain: true })
    ada.publish('a', 'passing')
    ada.publish('a', '')
    await ada.subscribe('a')
    expect(await ada.payloads()).toEqual(['kept'])
  })

  test('outlives the session of its publisher', async () => {
    const broker = await startTestBroker()
    const ada = await broker.connect('ada', { version: 4 })
    ada.publish('a', 'x', { retain: true })
    ada.disconnect()
    await ada.read()
    const bob = await broker.connect('bob', { version: 4 })
    await bob.subscribe('a')
    expect(await bob.payloads()).toEqual(['x'])
  })

  test.each([
    ['#', ['a', 'a/b', 'b']],
    ['+', ['a', 'b']],
    ['a/#', ['a', 'a/b']],
    ['+/b', ['a/b']],
    ['$x/#', ['$x/y']],
    ['$x/+', ['$x/y']],
    ['+/y', []],
    ['a', ['a']],
    ['A', []],
    ['a/', []],
  ])('goes to %s where the filter matches', async (filter, topics) => {
    const broker = await startTestBroker()
    const ada = await broker.connect('ada')
    for (const topic of ['a', 'a/b', 'b', '$x/y']) ada.publish(topic, topic, { retain: true })
    await ada.read()
    const bob = await broker.connect('bob')
    await bob.subscribe(filter)
    expect((await bob.payloads()).sort()).toEqual(topics)
  })

  test('with a message expiry goes with what is left of it, and no longer than that', async () => {
    const broker = await startTestBroker()
    const ada = await broker.connect('ada')
    ada.publish('a', 'x', { retain: true, properties: { messageExpiryInterval: 10 } })
    await ada.read()
    await broker.pass(4)
    await ada.subscribe('a')
    expect(await ada.read()).toEqual(['SUBACK #1 0', 'PUBLISH a x retain {"messageExpiryInterval":6}'])
    await broker.pass(6)
    await ada.subscribe('a')
    expect(await ada.read()).toEqual(['SUBACK #2 0'])
    expect(broker.broker.hub.retained.count).toBe(0)
  })

  test('that has expired is swept away with retain_expiry_interval', async () => {
    const broker = await startTestBroker('retain_expiry_interval 1')
    const ada = await broker.connect('ada')
    ada.publish('a', 'x', { retain: true, properties: { messageExpiryInterval: 10 } })
    ada.publish('b', 'x', { retain: true })
    await broker.pass(59)
    expect(broker.broker.hub.retained.count).toBe(2)
    await broker.pass(2)
    expect(broker.broker.hub.retained.count).toBe(1)
  })

  test('ends the connection where retain_available is false', async () => {
    const broker = await startTestBroker('retain_available false')
    const ada = await broker.connect('ada')
    ada.publish('a', 'x', { retain: true })
    expect(await ada.read()).toEqual(['DISCONNECT 0x9a', 'closed'])
    const old = await broker.connect('old', { version: 4 })
    old.publish('a', 'x', { retain: true })
    expect(await old.read()).toEqual(['closed'])
  })

  test('does not go to those who may not read it', async () => {
    const broker = await startTestBroker({ acl: 'topic readwrite a\ntopic write b' })
    const ada = await broker.connect('ada')
    ada.publish('a', 'x', { retain: true })
    ada.publish('b', 'x', { retain: true })
    await ada.subscribe('#')
    expect(await ada.read()).toEqual(['SUBACK #1 0', 'PUBLISH a x retain'])
  })

  test('goes to nobody, with check_retain_source, once its publisher may not write there', async () => {
    const conf = 'check_retain_source true'
    const broker = await startTestBroker({ conf, acl: 'topic readwrite #' })
    const ada = await broker.connect('ada')
    ada.publish('a', 'x', { retain: true })
    await ada.subscribe('a')
    expect(await ada.payloads()).toEqual(['x'])
    await broker.reload({ conf, acl: 'topic read #' })
    await ada.subscribe('a')
    expect(await ada.payloads()).toEqual([])
  })

  test('is asked about with the listener of its publisher', async () => {
    const broker = await startTestBroker('check_retain_source true')
    const asked: unknown[] = []
    const original = broker.gate.rightsOf.bind(broker.gate)
    const ada = await broker.connect('ada', { username: 'ada' })
    ada.publish('a', 'x', { retain: true })
    await ada.read()
    broker.gate.rightsOf = (...who) => {
      asked.push(who)
      return original(...who)
    }
    await ada.subscribe('a')
    expect(asked).toEqual([['1883', 'ada', 'ada']])
  })
})

describe('retain handling', () => {
  test.each([
    [0, ['x'], ['x']],
    [1, ['x'], []],
    [2, [], []],
  ] as const)(
    'decides what a subscription gets: with %d a new one %j, and an existing one %j',
    async (retainHandling, asNew, again) => {
      const broker = await startTestBroker()
      const ada = await broker.connect('ada')
      ada.publish('a', 'x', { retain: true })
      await ada.subscribe('a', { retainHandling })
      expect(await ada.payloads()).toEqual(asNew)
      await ada.subscribe('a', { retainHandling })
      expect(await ada.payloads()).toEqual(again)
      await ada.unsubscribe('a')
      await ada.subscribe('a', { retainHandling })
      expect(await ada.payloads()).toEqual(asNew)
    },
  )

  test('a subscription of 3.1.1 gets the retained messages again each time', async () => {
    const broker = await startTestBroker()
    const ada = await broker.connect('ada', { version: 4 })
    ada.publish('a', 'x', { retain: true })
    for (let i = 0; i < 2; i++) {
      await ada.subscribe('a')
      expect(await ada.payloads()).toEqual(['x'])
    }
  })

  test('a shared subscription gets no retained messages', async () => {
    const broker = await startTestBroker()
    const ada = await broker.connect('ada')
    ada.publish('a', 'x', { retain: true })
    await ada.subscribe('$share/g/a')
    expect(await ada.read()).toEqual(['SUBACK #1 0'])
  })
})

describe('retain as published', () => {
  test.each([
    [false, false, 'PUBLISH a x'],
    [false, true, 'PUBLISH a x'],
    [true, false, 'PUBLISH a x'],
    [true, true, 'PUBLISH a x retain'],
  ])(
    'decides about the mark: %s forwards retain %s as it says',
    async (retainAsPublished, retain, expected) => {
      const broker = await startTestBroker()
      const ada = await broker.connect('ada')
      await ada.follow('a', { retainAsPublished })
      ada.publish('a', 'x', { retain })
      expect(await ada.read()).toEqual([expected])
    },
  )

  test('a client of 3.1.1 gets what is published after its subscription without the mark', async () => {
    const broker = await startTestBroker()
    const ada = await broker.connect('ada', { version: 4 })
    await ada.follow('a')
    ada.publish('a', 'x', { retain: true })
    expect(await ada.read()).toEqual(['PUBLISH a x'])
  })
})
