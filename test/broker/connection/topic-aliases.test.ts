import { describe, expect, test } from 'vitest'
import { startTestBroker } from '../support/test-broker.ts'

describe('aliases of a client', () => {
  test('stand for the topic that came with them last, up to the maximum that was announced', async () => {
    const broker = await startTestBroker()
    const ada = await broker.connect('ada')
    await ada.follow('#')
    ada.publish('a', '1', { properties: { topicAlias: 1 } })
    ada.publish('b', '2', { properties: { topicAlias: 10 } })
    ada.publish('', '3', { properties: { topicAlias: 1 } })
    ada.publish('c', '4', { properties: { topicAlias: 1 } })
    ada.publish('', '5', { properties: { topicAlias: 1 } })
    ada.publish('', '6', { properties: { topicAlias: 10 } })
    expect(await ada.read()).toEqual([
      'PUBLISH a 1',
      'PUBLISH b 2',
      'PUBLISH a 3',
      'PUBLISH c 4',
      'PUBLISH c 5',
      'PUBLISH b 6',
    ])
  })

  test.each([
    ['above the maximum', 'a', 11, 'DISCONNECT 0x94'],
    ['that are unknown', '', 1, 'DISCONNECT 0x82'],
  ])('%s end the connection', async (_, topic, topicAlias, expected) => {
    const broker = await startTestBroker()
    const ada = await broker.connect('ada')
    ada.publish(topic, 'x', { properties: { topicAlias } })
    expect(await ada.read()).toEqual([expected, 'closed'])
  })

  test('end with their connection', async () => {
    const broker = await startTestBroker()
    const stays = { cleanStart: false, properties: { sessionExpiryInterval: 60 } }
    const ada = await broker.connect('ada', stays)
    ada.publish('a', 'x', { properties: { topicAlias: 1 } })
    await ada.vanish()
    const again = await broker.connect('ada', stays)
    again.publish('', 'x', { properties: { topicAlias: 1 } })
    expect(await again.read()).toEqual(['DISCONNECT 0x82', 'closed'])
  })

  test('are not forwarded', async () => {
    const broker = await startTestBroker('max_topic_alias_broker 0')
    const ada = await broker.connect('ada', { properties: { topicAliasMaximum: 5 } })
    await ada.follow('a')
    ada.publish('a', 'x', { properties: { topicAlias: 1 } })
    expect(await ada.read()).toEqual(['PUBLISH a x'])
  })
})

describe('aliases of the broker', () => {
  test('are given to the first topics, up to what the client takes', async () => {
    const broker = await startTestBroker()
    const ada = await broker.connect('ada', { properties: { topicAliasMaximum: 2 } })
    await ada.follow('#', { qos: 1 })
    for (const topic of ['a', 'b', 'c', 'a', 'b', 'c']) ada.publish(topic, topic)
    ada.publish('a', 'a', { qos: 1 })
    expect(await ada.read()).toEqual([
      'PUBLISH a a {"topicAlias":1}',
      'PUBLISH b b {"topicAlias":2}',
      'PUBLISH c c',
      'PUBLISH "" a {"topicAlias":1}',
      'PUBLISH "" b {"topicAlias":2}',
      'PUBLISH c c',
      'PUBLISH "" a q1 #1 {"topicAlias":1}',
      'PUBACK #2',
    ])
  })

  test('are not used towards a client that takes none', async () => {
    const broker = await startTestBroker()
    const ada = await broker.connect('ada')
    await ada.follow('#')
    for (let i = 0; i < 3; i++) ada.publish('a', 'x', { properties: { contentType: 't' } })
    expect(await ada.read()).toEqual(Array(3).fill('PUBLISH a x {"contentType":"t"}'))
  })

  test('are not more than max_topic_alias_broker', async () => {
    const broker = await startTestBroker('max_topic_alias_broker 1')
    const ada = await broker.connect('ada', { properties: { topicAliasMaximum: 100 } })
    await ada.follow('#')
    for (const topic of ['a', 'b']) ada.publish(topic, 'x')
    expect(await ada.read()).toEqual(['PUBLISH a x {"topicAlias":1}', 'PUBLISH b x'])
  })

  test('are not given with a packet that is too large to be sent', async () => {
    const broker = await startTestBroker()
    const ada = await broker.connect('ada', { properties: { topicAliasMaximum: 5, maximumPacketSize: 30 } })
    await ada.follow('#')
    ada.publish('a', Buffer.alloc(50))
    ada.publish('a', 'x')
    expect(await ada.read()).toEqual(['PUBLISH a x {"topicAlias":1}'])
  })
})
