import { describe, expect, test } from 'vitest'
import type { Will } from '../../../src/broker/packet/packet.ts'
import { openLevelStore } from '../../../src/broker/store/level-store.ts'
import { MemoryDisk } from '../store/memory-database.ts'
import { newStoreFolder } from '../store/stored-topics.ts'
import { RecordingStore } from '../support/recording-store.ts'
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

describe('after kill -9, a will of a client that was connected', () => {
  const startOn = async (disk: MemoryDisk) => {
    const folder = await newStoreFolder()
    const store = await openLevelStore({ folder, sync: false, openDatabase: disk.open })
    return startTestBroker({ store })
  }

  /** A broker with a watcher whose session is kept, and `ada`; what is on its disk when it is killed. */
  async function killed(ada: { will: Will; expiry: number; leaves?: boolean }): Promise<MemoryDisk> {
    const disk = new MemoryDisk()
    const broker = await startOn(disk)
    const watcher = await broker.connect('watcher', stays(3600))
    await watcher.follow('#', { qos: 1 })
    const client = await broker.connect('ada', { ...stays(ada.expiry), will: ada.will })
    expect(client.connack?.reasonCode).toBe(0)
    if (ada.leaves === true) client.disconnect()
    await client.read()
    return disk.copy()
  }

  test.each([3600, 0])('is published once, with a session that lives for %d s', async (expiry) => {
    const disk = await killed({ will: WILL, expiry })
    const broker = await startOn(disk)
    const watcher = await broker.connect('watcher', stays(3600))
    expect(await watcher.read()).toEqual(['PUBLISH w gone q1 #1'])
    watcher.acknowledge('puback', 1)
    await watcher.read()
    const again = await startOn(disk.copy())
    const known = expiry === 0 ? undefined : expect.anything()
    expect(again.broker.hub.sessions.get('ada')).toEqual(known)
    expect(await (await again.connect('watcher', stays(3600))).read()).toEqual([])
  })

  test('is retained where it is to be', async () => {
    const broker = await startOn(await killed({ will: { ...WILL, retain: true }, expiry: 0 }))
    const bob = await broker.connect('bob')
    await bob.subscribe('w')
    expect(await bob.payloads()).toEqual(['gone'])
  })

  test('waits for its delay, which begins with the restart', async () => {
    const broker = await startOn(await killed({ will: delayed(5), expiry: 3600 }))
    const watcher = await broker.connect('watcher', stays(3600))
    await broker.pass(4)
    expect(await watcher.read()).toEqual([])
    await broker.pass(2)
    expect(await watcher.payloads()).toEqual(['gone'])
  })

  test('is not published when the client comes back before its delay is over', async () => {
    const broker = await startOn(await killed({ will: delayed(5), expiry: 3600 }))
    const watcher = await broker.connect('watcher', stays(3600))
    await broker.pass(4)
    expect((await broker.connect('ada', stays(3600))).connack?.sessionPresent).toBe(true)
    await broker.pass(10)
    expect(await watcher.read()).toEqual([])
  })

  test('is not published when the client had said goodbye', async () => {
    const broker = await startOn(await killed({ will: WILL, expiry: 3600, leaves: true }))
    expect(await (await broker.connect('watcher', stays(3600))).read()).toEqual([])
  })

  test('of a session that ends with its connection keeps no CONNACK waiting', async () => {
    const store = new RecordingStore()
    store.failure = new Error('no space')
    const broker = await startTestBroker({ store })
    const ada = await broker.connect('ada', { will: WILL })
    expect([ada.connack?.reasonCode, store.notes]).toEqual([0, ['session ada 0']])
    ada.send({ type: 'pingreq' })
    expect(await ada.read()).toEqual(['PINGRESP'])
  })
})
