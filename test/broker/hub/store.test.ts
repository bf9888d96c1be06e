import { describe, expect, test } from 'vitest'
import type { Recovered } from '../../../src/broker/store/store.ts'
import { RecordingStore } from '../support/recording-store.ts'
import { startTestBroker } from '../support/test-broker.ts'
import type { TestClient } from '../support/test-client.ts'

const STAYS = { cleanStart: false, properties: { sessionExpiryInterval: 60 } }

/** Connects a client whose session is stored, and follows `a`. */
async function stored(qos: 0 | 1 | 2 = 2) {
  const store = new RecordingStore()
  const broker = await startTestBroker({ store })
  const ada = await broker.connect('ada', STAYS)
  store.finish()
  await ada.readConnack()
  await ada.subscribe('a', { qos })
  store.finish()
  await ada.read()
  const bob = await broker.connect('bob')
  store.notes.length = 0
  return { store, broker, ada, bob }
}

async function committed(store: RecordingStore, client: TestClient): Promise<string[]> {
  store.finish()
  return client.read()
}

describe('with a store', () => {
  test('CONNACK of a session that is kept waits for the commit, and no other', async () => {
    const store = new RecordingStore()
    const broker = await startTestBroker({ store })
    const passing = await broker.connect('passing')
    expect(passing.connack?.reasonCode).toBe(0)
    const ada = await broker.connect('ada', STAYS)
    expect([ada.connack, store.pending]).toEqual([undefined, 1])
    store.finish()
    await ada.readConnack()
    expect(ada.connack?.reasonCode).toBe(0)
    expect(store.notes).toEqual(['session ada 60'])
  })

  test('SUBACK and UNSUBACK of a session that is kept wait for the commit', async () => {
    const { store, ada } = await stored()
    await ada.subscribe('b')
    expect(await ada.read()).toEqual([])
    expect(await committed(store, ada)).toEqual(['SUBACK #2 0'])
    await ada.unsubscribe('b')
    expect(await ada.read()).toEqual([])
    expect(await committed(store, ada)).toEqual(['UNSUBACK #3 0'])
    expect(store.notes).toEqual(['subscription ada b q0', 'no subscription ada b'])
  })

  test('PUBACK and PUBREC wait until a message that somebody keeps is committed', async () => {
    const { store, ada, bob } = await stored()
    await ada.vanish()
    bob.publish('a', 'x', { qos: 1 })
    bob.publish('a', 'y', { qos: 2 })
    expect(await bob.read()).toEqual([])
    expect(await committed(store, bob)).toEqual(['PUBACK #1', 'PUBREC #2'])
    expect(store.notes.filter((note) => note.startsWith('delivery'))).toEqual([
      'delivery ada 1 queued',
      'delivery ada 2 queued',
    ])
  })

  test('a message that nobody keeps is acknowledged at once', async () => {
    const { store, bob } = await stored()
    bob.publish('other', 'x', { qos: 1 })
    expect(await bob.read()).toEqual(['PUBACK #1 0x10'])
    expect(store.pending).toBe(0)
  })

  test('a delivery to a session that is kept waits for the commit of its packet identifier', async () => {
    const { store, ada, bob } = await stored()
    bob.publish('a', 'x', { qos: 2 })
    expect(await ada.read()).toEqual([])
    expect(await committed(store, ada)).toEqual(['PUBLISH a x q2 #1'])
    ada.acknowledge('pubrec', 1)
    expect(await ada.read()).toEqual([])
    expect(await committed(store, ada)).toEqual(['PUBREL #1'])
    ada.acknowledge('pubcomp', 1)
    await committed(store, ada)
    expect(store.notes).toEqual([
      'message a',
      'delivery ada 1 published',
      'delivery ada 1 released',
      'no delivery ada 1',
    ])
  })

  test('nothing overtakes what waits for a commit', async () => {
    const { store, ada, bob } = await stored(1)
    bob.publish('a', 'one', { qos: 1 })
    await ada.read()
    bob.publish('a', 'two')
    ada.send({ type: 'pingreq' })
    expect(await ada.read()).toEqual([])
    bob.publish('a', 'three', { qos: 1 })
    expect(await ada.read()).toEqual([])
    expect(await committed(store, ada)).toEqual([
      'PUBLISH a one q1 #1',
      'PUBLISH a two',
      'PINGRESP',
      'PUBLISH a three q1 #2',
    ])
  })

  test('a commit that fails ends the connections that wait for it, without an acknowledgement, and no others', async () => {
    const { store, broker, ada, bob } = await stored()
    await ada.vanish()
    store.finish()
    const cyd = await broker.connect('cyd')
    bob.publish('a', 'x', { qos: 1 })
    cyd.publish('c', 'y')
    await bob.read()
    store.finish(new Error('no space'))
    expect(await bob.read()).toEqual(['closed'])
    cyd.send({ type: 'pingreq' })
    expect(await cyd.read()).toEqual(['PINGRESP'])
  })

  test('while commits fail, those whose answers need none are answered, and the others are cut off', async () => {
    const { store, broker, ada, bob } = await stored(1)
    await ada.vanish()
    store.finish()
    store.failure = new Error('no space')
    const cyd = await broker.connect('cyd')
    expect(cyd.connack?.reasonCode).toBe(0)
    await cyd.subscribe('c', { qos: 1 })
    cyd.publish('c', 'to herself', { qos: 1 })
    expect(await cyd.read()).toEqual(['SUBACK #1 1', 'PUBLISH c to herself q1 #1', 'PUBACK #2'])
    bob.publish('other', 'x', { qos: 2 })
    expect(await bob.read()).toEqual(['PUBREC #1'])
    bob.publish('other', 'retained', { retain: true })
    bob.send({ type: 'pingreq' })
    expect(await bob.read()).toEqual(['PINGRESP'])
    bob.publish('a', 'for ada', { qos: 1 })
    expect(await bob.read()).toEqual(['closed'])
    const dan = await broker.connect('dan', STAYS)
    expect([dan.connack, await dan.read()]).toEqual([undefined, ['closed']])
    cyd.send({ type: 'pingreq' })
    expect(await cyd.read()).toEqual(['PINGRESP'])
  })

  test('PUBCOMP waits until the identifier is free in the store too', async () => {
    const { store, ada } = await stored()
    ada.publish('other', 'x', { qos: 2, packetId: 7 })
    await ada.read()
    await committed(store, ada)
    ada.acknowledge('pubrel', 7)
    expect(await ada.read()).toEqual([])
    expect(await committed(store, ada)).toEqual(['PUBCOMP #7'])
  })

  test('what is acknowledged to nobody is committed all the same', async () => {
    const { store, bob } = await stored()
    bob.publish('r', 'x', { retain: true })
    expect(await bob.read()).toEqual([])
    expect(store.pending).toBe(1)
  })

  test('retained messages are noted with who published them, those of the broker are not', async () => {
    const { store, broker, bob } = await stored()
    bob.publish('r', 'x', { retain: true })
    bob.publish('r', '', { retain: true })
    bob.publish('r', '', { retain: true })
    await bob.read()
    broker.broker.publish('$SYS/broker/x', '1', { retain: true })
    expect(store.notes).toEqual(['retained r by 1883', 'no retained r'])
  })

  test('QoS 2 identifiers of a client whose session is kept are noted until it releases them', async () => {
    const { store, ada } = await stored()
    ada.publish('other', 'x', { qos: 2, packetId: 7 })
    expect(await committed(store, ada)).toEqual([])
    expect(await committed(store, ada)).toEqual(['PUBREC #7'])
    ada.acknowledge('pubrel', 7)
    expect(await ada.read()).toEqual([])
    expect(await committed(store, ada)).toEqual(['PUBCOMP #7'])
    expect(store.notes).toEqual(['received ada 7', 'no received ada 7'])
  })

  test('a session that ends is taken out', async () => {
    const { store, broker, ada } = await stored()
    await ada.vanish()
    store.notes.length = 0
    await broker.pass(60)
    expect(store.notes).toEqual(['no session ada'])
  })
})

describe('after a restart', () => {
  const recovered = (): Recovered => ({
    sessions: [
      {
        session: { clientId: 'ada', listener: '1883', sessionExpirySeconds: 60 },
        subscriptions: [
          { filter: 'a', qos: 2, noLocal: false, retainAsPublished: false },
          {
            filter: '$share/g/s',
            qos: 1,
            noLocal: false,
            retainAsPublished: false,
            subscriptionIdentifier: 9,
          },
        ],
        deliveries: [
          { sequence: 4, packetId: 11, state: 'published', qos: 2, retain: false, messageId: 1 },
          { sequence: 5, packetId: 12, state: 'released', qos: 2, retain: false },
          { sequence: 6, packetId: 0, state: 'queued', qos: 1, retain: false, messageId: 2 },
        ],
        receivedPacketIds: [77],
      },
    ],
    messages: new Map([
      [1, { topic: 'a', payload: Buffer.from('one'), qos: 2, retain: false }],
      [2, { topic: 'a', payload: Buffer.from('two'), qos: 1, retain: false }],
    ]),
    retained: [{ topic: 'r', payload: Buffer.from('kept'), qos: 1, retain: true }],
  })

  test('a session goes on where it was', async () => {
    const store = new RecordingStore(recovered())
    const broker = await startTestBroker({ store })
    const ada = await broker.connect('ada', STAYS)
    store.finish()
    await ada.readConnack()
    expect(ada.connack?.sessionPresent).toBe(true)
    expect((await ada.read()).sort()).toEqual(
      ['PUBLISH a one q2 #11 dup', 'PUBREL #12', 'PUBLISH a two q1 #13'].sort(),
    )
    ada.publish('a', 'again', { qos: 2, packetId: 77, duplicate: true })
    const bob = await broker.connect('bob')
    bob.publish('s', 'x')
    expect(await committed(store, ada)).toEqual(['PUBREC #77', 'PUBLISH s x {"subscriptionIdentifiers":[9]}'])
  })

  test('retained messages are there', async () => {
    const broker = await startTestBroker({ store: new RecordingStore(recovered()) })
    const bob = await broker.connect('bob')
    await bob.subscribe('r')
    expect(await bob.payloads()).toEqual(['kept'])
  })

  test('a session whose client does not come back ends in its time', async () => {
    const store = new RecordingStore(recovered())
    const broker = await startTestBroker({ store })
    await broker.pass(60)
    expect(broker.broker.hub.sessions.count).toBe(0)
    expect(store.notes).toEqual(['session ada 60', 'no session ada'])
  })
})
