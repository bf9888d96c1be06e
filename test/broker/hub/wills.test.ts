import { describe, expect, test } from 'vitest'
import type { Will } from '../../../src/broker/packet/packet.ts'
import { startTestBroker } from '../support/test-broker.ts'

const WILL: Will = { topic: 'w', payload: Buffer.from('gone'), qos: 1, retain: false }
const delayed = (willDelayInterval: number): Will => ({ ...WILL, properties: { willDelayInterval } })
const stays = (sessionExpiryInterval: number) => ({
  cleanStart: false,
  properties: { sessionExpiryInterval },
})

async function watched(options: Parameters<typeof startTestBroker>[0] = {}) {
  const broker = await startTestBroker(options)
  const watcher = await broker.connect('watcher')
  await watcher.follow('#', { qos: 2, retainAsPublished: true })
  return { broker, watcher }
}

describe('a will', () => {
  test.each([4, 5] as const)('is published when the network fails, in version %d', async (version) => {
    const { broker, watcher } = await watched()
    const ada = await broker.connect('ada', { version, will: WILL })
    expect(await watcher.read()).toEqual([])
    await ada.vanish()
    expect(await watcher.read()).toEqual(['PUBLISH w gone q1 #1'])
  })

  test('is published when the keep alive runs out', async () => {
    const { broker, watcher } = await watched()
    await broker.connect('ada', { keepAliveSeconds: 10, will: WILL })
    await broker.pass(16)
    expect(await watcher.payloads()).toEqual(['gone'])
  })

  test('is published when the client breaks the protocol', async () => {
    const { broker, watcher } = await watched()
    const ada = await broker.connect('ada', { will: WILL })
    ada.sendBytes(Buffer.from('00', 'hex'))
    ada.sendBytes(Buffer.from('00', 'hex'))
    expect(await ada.read()).toEqual(['DISCONNECT 0x81', 'closed'])
    expect(await watcher.payloads()).toEqual(['gone'])
  })

  test.each([4, 5] as const)('is withdrawn by DISCONNECT, in version %d', async (version) => {
    const { broker, watcher } = await watched()
    const ada = await broker.connect('ada', { version, will: WILL, cleanStart: true })
    ada.disconnect()
    expect(await ada.read()).toEqual(['closed'])
    await broker.pass(10)
    expect(await watcher.read()).toEqual([])
  })

  test('is published by DISCONNECT 0x04', async () => {
    const { broker, watcher } = await watched()
    const ada = await broker.connect('ada', { will: WILL })
    ada.disconnect(0x04)
    await ada.read()
    expect(await watcher.payloads()).toEqual(['gone'])
  })

  test('is published once', async () => {
    const { broker, watcher } = await watched()
    const ada = await broker.connect('ada', { ...stays(60), will: WILL })
    await ada.vanish()
    await broker.pass(61)
    expect(await watcher.payloads()).toEqual(['gone'])
  })

  test('that is retained is kept for later subscriptions, and one that is not is not', async () => {
    const { broker, watcher } = await watched()
    await (await broker.connect('ada', { will: { ...WILL, retain: true } })).vanish()
    await (await broker.connect('bob', { will: { ...WILL, topic: 'v' } })).vanish()
    expect(await watcher.read()).toEqual(['PUBLISH w gone q1 #1 retain', 'PUBLISH v gone q1 #2'])
    const late = await broker.connect('late')
    await late.subscribe('#')
    expect(await late.read()).toEqual(['SUBACK #1 0', 'PUBLISH w gone retain'])
  })

  test('goes with its properties, user properties in their order, less its delay', async () => {
    const { broker, watcher } = await watched()
    const properties = {
      willDelayInterval: 0,
      messageExpiryInterval: 30,
      contentType: 't',
      responseTopic: 'r',
      correlationData: Buffer.from('c'),
      userProperties: [
        ['b', '1'],
        ['a', '2'],
        ['b', '0'],
      ] as const,
    }
    await (await broker.connect('ada', { will: { ...WILL, qos: 0, properties } })).vanish()
    const [got] = await watcher.packets()
    const { willDelayInterval: _, ...forwarded } = properties
    expect(got).toMatchObject({ properties: forwarded })
    expect(got).not.toHaveProperty('properties.willDelayInterval')
  })

  test('is not published where its client may not write, which is asked when it is due', async () => {
    const { broker, watcher } = await watched({ acl: 'topic readwrite #' })
    const ada = await broker.connect('ada', { will: WILL })
    await broker.reload({ acl: 'topic read #' })
    await ada.vanish()
    expect(await watcher.read()).toEqual([])
    expect(broker.broker.status().refusals[0]).toMatchObject({
      clientId: 'ada',
      topic: 'w',
      reason: 'no line of acl allows it',
    })
  })

  test('without one, nothing is published', async () => {
    const { broker, watcher } = await watched()
    await (await broker.connect('ada')).vanish()
    expect(await watcher.read()).toEqual([])
  })

  test('of a client that comes back with another one is the other one', async () => {
    const { broker, watcher } = await watched()
    await broker.connect('ada', { ...stays(60), will: delayed(30) })
    const again = await broker.connect('ada', {
      ...stays(60),
      will: { ...WILL, payload: Buffer.from('second') },
    })
    await again.vanish()
    await broker.pass(100)
    expect(await watcher.payloads()).toEqual(['second'])
  })
})

describe('a will with a delay', () => {
  test('is published when the delay is over', async () => {
    const { broker, watcher } = await watched()
    await (await broker.connect('ada', { ...stays(60), will: delayed(10) })).vanish()
    await broker.pass(9)
    expect(await watcher.payloads()).toEqual([])
    await broker.pass(1)
    expect(await watcher.payloads()).toEqual(['gone'])
  })

  test('is published when the session is over, if that is before', async () => {
    const { broker, watcher } = await watched()
    await (await broker.connect('ada', { ...stays(5), will: delayed(10) })).vanish()
    await broker.pass(5)
    expect(await watcher.payloads()).toEqual(['gone'])
    await (await broker.connect('bob', { will: delayed(10) })).vanish()
    expect(await watcher.payloads()).toEqual(['gone'])
  })

  test('is not published when the client comes back in time', async () => {
    const { broker, watcher } = await watched()
    await (await broker.connect('ada', { ...stays(60), will: delayed(10) })).vanish()
    await broker.pass(9)
    await broker.connect('ada', stays(60))
    await broker.pass(100)
    expect(await watcher.payloads()).toEqual([])
  })

  test('is published when the client comes back with a clean start, which ends the session', async () => {
    const { broker, watcher } = await watched()
    await (await broker.connect('ada', { ...stays(60), will: delayed(10) })).vanish()
    await broker.connect('ada')
    expect(await watcher.payloads()).toEqual(['gone'])
  })
})

test('a take-over publishes a will without delay, and keeps one with delay', async () => {
  const { broker, watcher } = await watched()
  await broker.connect('ada', { ...stays(60), will: WILL })
  await broker.connect('ada', { ...stays(60), will: delayed(10) })
  expect(await watcher.payloads()).toEqual(['gone'])
  await broker.connect('ada', stays(60))
  await broker.pass(20)
  expect(await watcher.payloads()).toEqual([])
})
