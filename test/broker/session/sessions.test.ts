import { describe, expect, test } from 'vitest'
import { startTestBroker } from '../support/test-broker.ts'

const stays = (sessionExpiryInterval: number) => ({
  cleanStart: false,
  properties: { sessionExpiryInterval },
})

/** `ada` has a subscription and is away; a message with QoS 1 comes meanwhile. */
async function away(options: object, conf = '') {
  const broker = await startTestBroker(conf)
  const ada = await broker.connect('ada', options)
  await ada.follow('a', { qos: 1 })
  await ada.vanish()
  const bob = await broker.connect('bob')
  bob.publish('a', 'x', { qos: 1 })
  await bob.read()
  return { broker, bob }
}

describe('a session', () => {
  test('with an expiry interval outlives its connection, and collects messages', async () => {
    const { broker } = await away(stays(60))
    await broker.pass(59)
    const ada = await broker.connect('ada', stays(60))
    expect(ada.connack?.sessionPresent).toBe(true)
    expect(await ada.read()).toEqual(['PUBLISH a x q1 #1'])
  })

  test('of 3.1.1 without a clean session outlives its connection, and collects messages', async () => {
    const { broker } = await away({ version: 4, cleanStart: false })
    await broker.pass(1e7)
    const ada = await broker.connect('ada', { version: 4, cleanStart: false })
    expect(ada.connack?.sessionPresent).toBe(true)
    expect(await ada.read()).toEqual(['PUBLISH a x q1 #1'])
  })

  test('of 3.1.1 goes after persistent_client_expiration', async () => {
    const { broker } = await away({ version: 4, cleanStart: false }, 'persistent_client_expiration 1h')
    await broker.pass(3601)
    const ada = await broker.connect('ada', { version: 4, cleanStart: false })
    expect(ada.connack?.sessionPresent).toBe(false)
  })

  test('is over once its expiry interval has passed', async () => {
    const { broker } = await away(stays(60))
    await broker.pass(60)
    expect(broker.broker.hub.sessions.get('ada')).toBeUndefined()
    const ada = await broker.connect('ada', stays(60))
    expect(ada.connack?.sessionPresent).toBe(false)
    expect(await ada.read()).toEqual([])
    expect(broker.broker.hub.router.subscriptionCount).toBe(0)
  })

  test('with the greatest expiry interval never ends', async () => {
    const { broker } = await away(stays(0xffff_ffff))
    await broker.pass(4e8)
    expect((await broker.connect('ada', stays(1))).connack?.sessionPresent).toBe(true)
  })

  test.each([4, 5] as const)('without expiry ends with its connection, in version %d', async (version) => {
    const { broker } = await away({ version, cleanStart: true })
    const ada = await broker.connect('ada', { version, cleanStart: false })
    expect(ada.connack?.sessionPresent).toBe(false)
    expect(await ada.read()).toEqual([])
  })

  test('is not over while its connection is open', async () => {
    const broker = await startTestBroker()
    const ada = await broker.connect('ada', stays(1))
    await ada.follow('a')
    await broker.pass(100)
    ada.publish('a', 'x')
    expect(await ada.payloads()).toEqual(['x'])
  })

  test.each([4, 5] as const)('is discarded by a clean start, in version %d', async (version) => {
    const { broker } = await away({ version, ...stays(60) })
    const ada = await broker.connect('ada', { version, cleanStart: true })
    expect(ada.connack?.sessionPresent).toBe(false)
    expect(await ada.read()).toEqual([])
    expect(broker.broker.hub.router.subscriptionCount).toBe(0)
  })

  test('is new where there was none', async () => {
    const broker = await startTestBroker()
    expect((await broker.connect('ada', stays(60))).connack?.sessionPresent).toBe(false)
  })

  test('lives as long as the connection that ended last asked for', async () => {
    const { broker } = await away(stays(60))
    await (await broker.connect('ada', stays(600))).vanish()
    await broker.pass(599)
    const ada = await broker.connect('ada', { cleanStart: false })
    expect(ada.connack?.sessionPresent).toBe(true)
    await ada.vanish()
    expect(broker.broker.hub.sessions.get('ada')).toBeUndefined()
  })
})

describe('DISCONNECT', () => {
  test('is followed by the end of the connection, and by nothing that comes after it', async () => {
    const broker = await startTestBroker()
    const ada = await broker.connect('ada')
    ada.send({ type: 'disconnect', reasonCode: 0 }, { type: 'pingreq' })
    expect(await ada.read()).toEqual(['closed'])
  })

  test('can lengthen and shorten the life of a session', async () => {
    const broker = await startTestBroker()
    const first = await broker.connect('ada', stays(60))
    first.disconnect(0, { sessionExpiryInterval: 600 })
    await broker.pass(599)
    const second = await broker.connect('ada', stays(600))
    expect(second.connack?.sessionPresent).toBe(true)
    second.disconnect(0, { sessionExpiryInterval: 0 })
    await second.read()
    expect(broker.broker.hub.sessions.count).toBe(0)
  })

  test('cannot keep a session that was to end with its connection', async () => {
    const broker = await startTestBroker()
    const ada = await broker.connect('ada')
    ada.disconnect(0, { sessionExpiryInterval: 60 })
    expect(await ada.read()).toEqual(['DISCONNECT 0x82', 'closed'])
    expect(broker.broker.hub.sessions.count).toBe(0)
  })

  test('of the broker has no session expiry interval', async () => {
    const broker = await startTestBroker()
    const ada = await broker.connect('ada', stays(60))
    ada.send({ type: 'pingresp' })
    expect(await ada.read()).toEqual(['DISCONNECT 0x82', 'closed'])
  })
})

describe('messages for a client that is away', () => {
  test('with QoS 0 are kept with queue_qos0_messages only', async () => {
    for (const [conf, expected] of [
      ['', []],
      ['queue_qos0_messages true', ['PUBLISH a x']],
    ] as const) {
      const broker = await startTestBroker(conf)
      const ada = await broker.connect('ada', stays(60))
      await ada.follow('a', { qos: 1 })
      await ada.vanish()
      const bob = await broker.connect('bob')
      bob.publish('a', 'x')
      await bob.read()
      expect(await (await broker.connect('ada', stays(60))).read()).toEqual(expected)
      await broker.broker.stop()
    }
  })

  test('that expire meanwhile are not delivered, others with what is left', async () => {
    const broker = await startTestBroker()
    const ada = await broker.connect('ada', stays(600))
    await ada.follow('a', { qos: 1 })
    await ada.vanish()
    const bob = await broker.connect('bob')
    bob.publish('a', 'short', { qos: 1, properties: { messageExpiryInterval: 10 } })
    bob.publish('a', 'long', { qos: 1, properties: { messageExpiryInterval: 100 } })
    await broker.pass(30)
    expect(await (await broker.connect('ada', stays(600))).read()).toEqual([
      'PUBLISH a long q1 #1 {"messageExpiryInterval":70}',
    ])
  })

  test('are still delivered where they expire once their delivery has begun', async () => {
    const broker = await startTestBroker()
    const ada = await broker.connect('ada', stays(600))
    await ada.follow('a', { qos: 2 })
    ada.publish('a', 'x', { qos: 2, properties: { messageExpiryInterval: 10 } })
    await ada.vanish()
    await broker.pass(30)
    const again = await broker.connect('ada', stays(600))
    expect(await again.read()).toEqual(['PUBLISH a x q2 #1 dup {"messageExpiryInterval":0}'])
    again.acknowledge('pubrec', 1)
    expect(await again.read()).toEqual(['PUBREL #1'])
  })

  test('are kept up to max_queued_messages, the first ones', async () => {
    const broker = await startTestBroker('max_queued_messages 3\nmax_inflight_messages 2')
    const ada = await broker.connect('ada', stays(60))
    await ada.follow('a', { qos: 1 })
    await ada.vanish()
    const bob = await broker.connect('bob')
    for (let i = 0; i < 6; i++) bob.publish('a', String(i), { qos: 1 })
    await bob.read()
    const again = await broker.connect('ada', stays(60))
    expect(await again.payloads()).toEqual(['0', '1'])
    again.acknowledge('puback', 1)
    again.acknowledge('puback', 2)
    expect(await again.payloads()).toEqual(['2'])
    expect(broker.broker.hub.counters.publishDropped).toBe(3)
    expect(broker.log.filter((line) => line.includes('being dropped'))).toHaveLength(1)
  })

  test('are kept up to max_queued_bytes', async () => {
    const broker = await startTestBroker('max_queued_bytes 10')
    const ada = await broker.connect('ada', stays(60))
    await ada.follow('a', { qos: 1 })
    await ada.vanish()
    const bob = await broker.connect('bob')
    for (const payload of ['123456', '1234', '1']) bob.publish('a', payload, { qos: 1 })
    await bob.read()
    expect(await (await broker.connect('ada', stays(60))).payloads()).toEqual(['123456', '1234'])
  })

  test('vanish when it comes back as somebody who may not read them', async () => {
    const acl = 'user ada\ntopic read a\nuser bob\ntopic write #'
    const broker = await startTestBroker({ acl })
    const ada = await broker.connect('id', { ...stays(60), username: 'ada' })
    await ada.follow('a', { qos: 1 })
    await ada.vanish()
    const bob = await broker.connect('bob', { username: 'bob' })
    bob.publish('a', 'x', { qos: 1 })
    expect(await bob.read()).toEqual(['PUBACK #1'])
    const again = await broker.connect('id', { ...stays(60), username: 'bob' })
    bob.publish('a', 'y', { qos: 1 })
    expect(await again.read()).toEqual([])
  })

  test('do not keep alive what was read together with them', async () => {
    const broker = await startTestBroker()
    const ada = await broker.connect('ada', stays(60))
    await ada.follow('a', { qos: 1 })
    await ada.vanish()
    const bob = await broker.connect('bob')
    const message = {
      type: 'publish',
      topic: 'a',
      qos: 1,
      packetId: 1,
      payload: Buffer.from('x'),
      retain: false,
      duplicate: false,
    } as const
    bob.send(message, { ...message, topic: 'other', packetId: 2, payload: Buffer.alloc(50_000) })
    await bob.read()
    const sizes: number[] = []
    broker.broker.hub.sessions.get('ada')?.outgoing.keepWhere((delivery) => {
      sizes.push(delivery.message.payload.buffer.byteLength)
      return true
    })
    expect(sizes).toEqual([1])
  })
})
