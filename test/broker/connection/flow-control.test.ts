import { describe, expect, test } from 'vitest'
import { startTestBroker } from '../support/test-broker.ts'

const stays = (receiveMaximum?: number) => ({
  cleanStart: false,
  properties: { sessionExpiryInterval: 600, ...(receiveMaximum === undefined ? {} : { receiveMaximum }) },
})

describe('the receive maximum of a client', () => {
  test('is never exceeded, and the rest follows as it acknowledges', async () => {
    const broker = await startTestBroker()
    const ada = await broker.connect('ada', stays(2))
    await ada.follow('a', { qos: 2 })
    const bob = await broker.connect('bob')
    for (let i = 0; i < 4; i++) bob.publish('a', String(i), { qos: i === 0 ? 2 : 1 })
    expect(await ada.read()).toEqual(['PUBLISH a 0 q2 #1', 'PUBLISH a 1 q1 #2'])
    ada.acknowledge('pubrec', 1)
    expect(await ada.read()).toEqual(['PUBREL #1'])
    ada.acknowledge('pubcomp', 1)
    expect(await ada.read()).toEqual(['PUBLISH a 2 q1 #3'])
    ada.acknowledge('puback', 2)
    expect(await ada.read()).toEqual(['PUBLISH a 3 q1 #4'])
  })

  test('delays no other packets and no QoS 0', async () => {
    const broker = await startTestBroker()
    const ada = await broker.connect('ada', stays(1))
    await ada.follow('a', { qos: 1 })
    for (const qos of [1, 1, 0] as const) ada.publish('a', 'x', { qos })
    ada.send({ type: 'pingreq' })
    await ada.subscribe('b')
    await ada.unsubscribe('b')
    expect(await ada.read()).toEqual([
      'PUBLISH a x q1 #1',
      'PUBACK #2',
      'PUBACK #3',
      'PUBLISH a x',
      'PINGRESP',
      'SUBACK #4 0',
      'UNSUBACK #5 0',
    ])
  })

  test('of a new connection holds for what is sent again', async () => {
    const broker = await startTestBroker()
    const ada = await broker.connect('ada', stays(5))
    await ada.follow('a', { qos: 1 })
    const bob = await broker.connect('bob')
    for (let i = 0; i < 6; i++) bob.publish('a', String(i), { qos: 1 })
    expect(await ada.payloads()).toHaveLength(5)
    await ada.vanish()
    const again = await broker.connect('ada', stays(2))
    expect(await again.read()).toEqual(['PUBLISH a 0 q1 #1 dup', 'PUBLISH a 1 q1 #2 dup'])
    bob.publish('a', '6', { qos: 1 })
    again.acknowledge('puback', 1)
    again.acknowledge('puback', 2)
    expect(await again.read()).toEqual(['PUBLISH a 2 q1 #3 dup', 'PUBLISH a 3 q1 #4 dup'])
    for (const id of [3, 4]) again.acknowledge('puback', id)
    expect(await again.read()).toEqual(['PUBLISH a 4 q1 #5 dup', 'PUBLISH a 5 q1 #6'])
    again.acknowledge('puback', 5)
    expect(await again.read()).toEqual(['PUBLISH a 6 q1 #7'])
  })

  test('counts together with max_inflight_messages and max_inflight_bytes', async () => {
    for (const conf of ['max_inflight_messages 2', 'max_inflight_bytes 15']) {
      const broker = await startTestBroker(conf)
      const ada = await broker.connect('ada', stays())
      await ada.follow('a', { qos: 1 })
      for (let i = 0; i < 4; i++) ada.publish('a', '0123456789', { qos: 1 })
      expect(await ada.payloads()).toHaveLength(2)
      await broker.broker.stop()
    }
  })
})

test('a client that has more QoS 2 messages unreleased than the broker announced is disconnected', async () => {
  const broker = await startTestBroker('max_inflight_messages 2')
  const ada = await broker.connect('ada')
  for (let id = 1; id <= 2; id++) ada.publish('a', 'x', { qos: 2, packetId: id })
  ada.publish('a', 'x', { qos: 2, packetId: 1, duplicate: true })
  expect(await ada.read()).toEqual(['PUBREC #1', 'PUBREC #2', 'PUBREC #1'])
  ada.publish('a', 'x', { qos: 2, packetId: 3 })
  expect(await ada.read()).toEqual(['DISCONNECT 0x93', 'closed'])
})

describe('a receiver that does not read', () => {
  async function slow(qos: 0 | 1, conf = 'max_inflight_messages 0') {
    const broker = await startTestBroker(conf)
    const ada = await broker.connect('ada', stays())
    await ada.follow('a', { qos })
    ada.transport.isStuck = true
    const bob = await broker.connect('bob')
    const payload = Buffer.alloc(1_000_000)
    for (let i = 0; i < 20; i++) {
      bob.publish('a', payload, { qos })
      await bob.read()
    }
    return { broker, ada, bob }
  }

  test('loses messages with QoS 0 beyond some megabytes, which the log says once', async () => {
    const { broker, ada, bob } = await slow(0)
    expect(ada.transport.backlogBytes).toBeLessThan(10_000_000)
    expect(broker.broker.hub.counters.publishDropped).toBeGreaterThan(5)
    expect(broker.log.filter((line) => line.includes('being dropped for client ada'))).toHaveLength(1)
    ada.transport.unstick()
    await ada.read()
    bob.publish('a', 'after')
    expect(await ada.payloads()).toEqual(['after'])
  })

  test('loses none with QoS 1: they wait', async () => {
    const { broker, ada } = await slow(1)
    expect(ada.transport.backlogBytes).toBeLessThan(10_000_000)
    expect(broker.broker.hub.counters.publishDropped).toBe(0)
    ada.transport.unstick()
    let got = 0
    for (let more = (await ada.payloads()).length; more > 0; more = (await ada.payloads()).length) got += more
    expect(got).toBe(20)
  })

  test('is told of again after it has caught up', async () => {
    const { broker, ada, bob } = await slow(0)
    ada.transport.unstick()
    ada.transport.isStuck = true
    for (let i = 0; i < 20; i++) {
      bob.publish('a', Buffer.alloc(1_000_000))
      await bob.read()
    }
    expect(broker.log.filter((line) => line.includes('being dropped for client ada'))).toHaveLength(2)
  })
})
