import { beforeEach, describe, expect, it } from 'vitest'
import { openLevelStore } from '../../../src/broker/store/level-store.ts'
import type { Store } from '../../../src/broker/store/store.ts'
import { committed, newStoreFolder, openStore, retain, retainedTopics } from './stored-topics.ts'

let folder: string

beforeEach(async () => {
  folder = await newStoreFolder()
})

const open = (): Promise<Store> => openStore(folder)

describe('a store', () => {
  it('has nothing to commit when a message is queued and acknowledged before', async () => {
    const store = await open()
    store.putSession({ clientId: 'c', sessionExpirySeconds: 60 })
    await committed(store)
    const messageId = store.putMessage({ topic: 't', payload: Buffer.alloc(0), qos: 1, retain: false })
    const delivery = { sequence: 1, packetId: 0, state: 'queued', qos: 1, retain: false, messageId } as const
    store.putDelivery('c', delivery)
    store.putDelivery('c', { ...delivery, packetId: 7, state: 'published' })
    expect(store.isDirty).toBe(true)
    store.removeDelivery('c', 1)
    expect(store.isDirty).toBe(false)
    expect(store.holdsMessage(messageId)).toBe(false)
    await store.close()
  })

  it('keeps a message until the last delivery that names it has gone', async () => {
    const store = await open()
    const messageId = store.putMessage({ topic: 't', payload: Buffer.alloc(0), qos: 1, retain: false })
    for (const clientId of ['a', 'b', 'c']) {
      store.putSession({ clientId, sessionExpirySeconds: 60 })
      store.putDelivery(clientId, {
        sequence: 1,
        packetId: 1,
        state: 'published',
        qos: 2,
        retain: false,
        messageId,
      })
    }
    await committed(store)
    store.removeSession('a')
    store.removeDelivery('b', 1)
    expect(store.holdsMessage(messageId)).toBe(true)
    store.putDelivery('c', { sequence: 1, packetId: 1, state: 'released', qos: 2, retain: false })
    expect(store.holdsMessage(messageId)).toBe(false)
    await store.close()
    const again = await open()
    expect((await again.recover()).messages.size).toBe(0)
    await again.close()
  })

  it('gives keys to messages that none of those it has kept has', async () => {
    const message = { topic: 't', payload: Buffer.alloc(0), qos: 1, retain: false } as const
    const store = await open()
    store.putSession({ clientId: 'c', sessionExpirySeconds: 60 })
    const messageId = store.putMessage(message)
    store.putDelivery('c', { sequence: 1, packetId: 0, state: 'queued', qos: 1, retain: false, messageId })
    await store.close()
    const again = await open()
    expect([...(await again.recover()).messages.keys()]).toEqual([messageId])
    expect(again.putMessage(message)).not.toBe(messageId)
    await again.close()
  })

  it('starts a session anew when it is removed and noted again in one turn', async () => {
    const store = await open()
    store.putSession({ clientId: 'c', sessionExpirySeconds: 60 })
    store.putSubscription('c', { filter: 'old', qos: 1, noLocal: false, retainAsPublished: false })
    store.putReceived('c', 1)
    await committed(store)
    store.removeSession('c')
    store.putSession({ clientId: 'c', sessionExpirySeconds: 61 })
    store.putSubscription('c', { filter: 'new', qos: 1, noLocal: false, retainAsPublished: false })
    await store.close()
    const again = await open()
    expect([...(await again.recover()).sessions]).toMatchObject([
      { session: { sessionExpirySeconds: 61 }, subscriptions: [{ filter: 'new' }], receivedPacketIds: [] },
    ])
    await again.close()
  })

  it('writes what is under way before it is closed', async () => {
    const store = await openLevelStore({ folder, sync: true })
    const done: string[] = []
    for (const topic of ['a', 'b']) {
      retain(store, topic)
      store.commit(() => done.push(topic))
    }
    retain(store, 'c')
    await store.close()
    expect(done).toEqual(['a', 'b'])
    const again = await open()
    expect(await retainedTopics(again)).toEqual(['a', 'b', 'c'])
    await again.close()
  })

  it('forgets what was noted for a session that was never noted itself', async () => {
    const store = await open()
    store.putReceived('nobody', 1)
    store.putSubscription('nobody', { filter: 'f', qos: 0, noLocal: false, retainAsPublished: false })
    await store.close()
    const again = await open()
    expect([...(await again.recover()).sessions]).toEqual([])
    await again.close()
  })

  it('takes calls for what it does not have', async () => {
    const store = await open()
    store.removeSession('nobody')
    store.removeSubscription('nobody', 'f')
    store.removeDelivery('nobody', 1)
    store.removeReceived('nobody', 1)
    expect(store.isDirty).toBe(false)
    expect(store.holdsMessage(1)).toBe(false)
    store.removeRetained('t')
    await store.close()
  })

  it('is recovered once', async () => {
    const store = await open()
    await store.recover()
    await expect(store.recover()).rejects.toThrow('once')
    await store.close()
  })
})
