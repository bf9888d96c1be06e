import { describe, expect, test } from 'vitest'
import { startTestBroker } from '../support/test-broker.ts'

const USER_PROPERTIES = [
  ['b', '2'],
  ['a', '1'],
  ['b', '1'],
  ['', ''],
] as const

describe('properties of a message', () => {
  test.each([0, 1, 2] as const)('are forwarded unaltered and in their order, with QoS %d', async (qos) => {
    const broker = await startTestBroker()
    const ada = await broker.connect('ada')
    await ada.follow('a', { qos })
    const properties = {
      payloadFormatIndicator: 1,
      contentType: 'text/plain',
      responseTopic: 'answers/ada',
      correlationData: Buffer.from([0, 255, 1]),
      userProperties: USER_PROPERTIES,
    }
    ada.publish('a', 'x', { qos, properties })
    const [got] = (await ada.packets()).filter(({ type }) => type === 'publish')
    expect(got).toMatchObject({ topic: 'a', qos, properties })
  })

  test('with an expiry interval lose the time that the message waited', async () => {
    const broker = await startTestBroker('max_inflight_messages 1')
    const ada = await broker.connect('ada')
    await ada.follow('a', { qos: 1 })
    ada.publish('a', '1', { qos: 1 })
    ada.publish('a', '2', { qos: 1, properties: { messageExpiryInterval: 10 } })
    ada.publish('a', '3', { qos: 1, properties: { messageExpiryInterval: 3 } })
    ada.publish('a', '4', { qos: 0, properties: { messageExpiryInterval: 9 } })
    await broker.pass(4)
    ada.acknowledge('puback', 1)
    ada.acknowledge('puback', 2)
    expect((await ada.read()).filter((line) => line.startsWith('PUBLISH'))).toEqual([
      'PUBLISH a 1 q1 #1',
      'PUBLISH a 4 {"messageExpiryInterval":9}',
      'PUBLISH a 2 q1 #2 {"messageExpiryInterval":6}',
    ])
  })

  test('do not reach clients of 3.1.1, messages do', async () => {
    const broker = await startTestBroker()
    const old = await broker.connect('old', { version: 4 })
    await old.follow('a')
    const ada = await broker.connect('ada')
    await ada.follow('a')
    ada.publish('a', 'x', { properties: { contentType: 't' } })
    old.publish('a', 'y')
    expect(await old.read()).toEqual(['PUBLISH a x', 'PUBLISH a y'])
    expect(await ada.read()).toEqual(['PUBLISH a x {"contentType":"t"}', 'PUBLISH a y'])
  })

  test('a request finds its way back by them', async () => {
    const broker = await startTestBroker()
    const asker = await broker.connect('asker')
    const answerer = await broker.connect('answerer')
    await asker.follow('answers')
    await answerer.follow('questions')
    asker.publish('questions', '6x7?', {
      properties: { responseTopic: 'answers', correlationData: Buffer.from('id') },
    })
    const [question] = await answerer.packets()
    if (question?.type !== 'publish') throw new Error('no question')
    const { responseTopic = '', correlationData } = question.properties ?? {}
    answerer.publish(
      responseTopic,
      '42',
      correlationData === undefined ? {} : { properties: { correlationData } },
    )
    expect(await asker.read()).toEqual(['PUBLISH answers 42 {"correlationData":"id"}'])
  })
})

describe('upgrade_outgoing_qos', () => {
  test('delivers with the QoS of the subscription, retained messages too', async () => {
    const broker = await startTestBroker('upgrade_outgoing_qos true')
    const ada = await broker.connect('ada')
    await ada.follow('a', { qos: 1 })
    ada.publish('a', 'x')
    ada.publish('a', 'y', { qos: 2 })
    ada.publish('a', 'z', { retain: true })
    expect(await ada.read()).toEqual([
      'PUBLISH a x q1 #1',
      'PUBLISH a y q1 #2',
      'PUBREC #2',
      'PUBLISH a z q1 #3',
    ])
    await ada.subscribe('a', { qos: 2 })
    expect(await ada.read()).toEqual(['SUBACK #3 2', 'PUBLISH a z q2 #4 retain'])
  })

  test('holds for connected clients as soon as it is turned on', async () => {
    const broker = await startTestBroker()
    const ada = await broker.connect('ada', { version: 4 })
    await ada.follow('a', { qos: 1 })
    await broker.reload({ conf: 'upgrade_outgoing_qos true' })
    ada.publish('a', 'x')
    expect(await ada.read()).toEqual(['PUBLISH a x q1 #1'])
  })
})

describe('a mount point', () => {
  const conf = 'mount_point in/\nlistener 1884'

  test('stands before all topics of its clients, and they do not see it', async () => {
    const broker = await startTestBroker(conf)
    const inside = await broker.connect('inside', {
      will: { topic: 'w', payload: Buffer.from('gone'), qos: 0, retain: false },
    })
    const outside = await broker.connect('outside', { listener: '1884' })
    await inside.follow(['a', '$share/g/s'], { qos: 1 })
    await outside.follow('#', { qos: 1 })
    inside.publish('a', 'from inside')
    outside.publish('in/a', 'from outside', { qos: 1 })
    outside.publish('in/s', 'shared')
    outside.publish('a', 'elsewhere')
    expect(await inside.read()).toEqual([
      'PUBLISH a from inside',
      'PUBLISH a from outside q1 #1',
      'PUBLISH s shared',
    ])
    await inside.vanish()
    expect((await outside.read()).filter((line) => line.startsWith('PUBLISH'))).toEqual([
      'PUBLISH in/a from inside',
      'PUBLISH in/a from outside q1 #1',
      'PUBLISH in/s shared',
      'PUBLISH a elsewhere',
      'PUBLISH in/w gone',
    ])
  })

  test('is part of the topics that retained messages and rights are about', async () => {
    const broker = await startTestBroker({ conf, acl: 'topic readwrite in/a\ntopic read #' })
    const inside = await broker.connect('inside')
    inside.publish('a', 'x', { retain: true })
    inside.publish('b', 'denied', { retain: true })
    await inside.subscribe('#')
    expect(await inside.read()).toEqual(['SUBACK #1 0', 'PUBLISH a x retain'])
    expect([...broker.broker.hub.retained.all()].map(({ topic }) => topic)).toEqual(['in/a'])
    await inside.unsubscribe('#')
    expect(await inside.read()).toEqual(['UNSUBACK #2 0'])
  })
})
