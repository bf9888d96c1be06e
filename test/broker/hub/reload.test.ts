import { describe, expect, test, vi } from 'vitest'
import { connectBytes, startTestBroker } from '../support/test-broker.ts'

describe('a reload', () => {
  test('changes the rights of connected clients at once, to read and to write', async () => {
    const broker = await startTestBroker({ acl: 'topic readwrite #' })
    const ada = await broker.connect('ada')
    const bob = await broker.connect('bob')
    await bob.follow('#')
    ada.publish('a', '1')
    ada.publish('b', '2')
    expect(await bob.payloads()).toEqual(['1', '2'])
    await broker.reload({ acl: 'topic readwrite a\ntopic read c\ntopic write b' })
    for (const topic of ['a', 'b', 'c']) ada.publish(topic, topic, { qos: 1 })
    ada.publish('a', 'fast')
    expect(await ada.read()).toEqual(['PUBACK #1', 'PUBACK #2 0x10', 'PUBACK #3 0x87'])
    expect(await bob.payloads()).toEqual(['a', 'fast'])
  })

  test('ends the connections of those who would not be let in any more', async () => {
    const broker = await startTestBroker()
    const ada = await broker.connect('ada')
    const old = await broker.connect('old', { version: 4 })
    await broker.reload({ conf: 'listener_allow_anonymous false' })
    expect([ada.isClosed, old.isClosed]).toEqual([true, true])
    expect(await old.read()).toEqual(['closed'])
  })

  test('holds for those who were there, and not let in yet', async () => {
    const broker = await startTestBroker('listener 1884')
    const early = broker.open()
    const gone = broker.open(5, '1884')
    broker.gate.hold()
    const asking = broker.open()
    asking.sendBytes(connectBytes('asking'))
    await asking.read()
    await broker.reload({ conf: 'listener_allow_anonymous false' })
    broker.gate.release()
    early.sendBytes(connectBytes('early'))
    expect([await early.read(), await asking.read(), await gone.read()]).toEqual([
      ['CONNACK 0x87', 'closed'],
      ['CONNACK 0x87', 'closed'],
      ['closed'],
    ])
  })

  test('lets those in whose password was being checked, when it is still right', async () => {
    const broker = await startTestBroker()
    broker.gate.hold()
    const asking = broker.open()
    asking.sendBytes(connectBytes('asking'))
    await asking.read()
    await broker.reload({ conf: 'max_qos 1' })
    broker.gate.release()
    await asking.readConnack()
    expect(asking.connack).toMatchObject({ reasonCode: 0, properties: { maximumQos: 1 } })
  })

  test('of other limits holds for connected clients', async () => {
    const broker = await startTestBroker()
    const ada = await broker.connect('ada')
    await ada.follow('a')
    await broker.reload({ conf: 'message_size_limit 3' })
    ada.publish('a', '1234')
    ada.publish('a', '123')
    expect(await ada.payloads()).toEqual(['123'])
  })

  test('of the length of queues holds for sessions that have one', async () => {
    const broker = await startTestBroker('max_queued_messages 1\nmax_inflight_messages 1')
    const ada = await broker.connect('ada')
    await ada.follow('a', { qos: 1 })
    const bob = await broker.connect('bob')
    for (const text of ['1', '2', 'lost']) bob.publish('a', text, { qos: 1 })
    await broker.reload({ conf: 'max_queued_messages 3\nmax_inflight_messages 1' })
    for (const text of ['3', '4', 'lost too']) bob.publish('a', text, { qos: 1 })
    for (const packetId of [1, 2, 3, 4]) ada.acknowledge('puback', packetId)
    expect(await ada.payloads()).toEqual(['1', '2', '3', '4'])
  })

  test('opens and closes listeners; clients of those that are gone stay', async () => {
    const broker = await startTestBroker('listener 1884')
    const ada = await broker.connect('ada', { listener: '1884' })
    await broker.reload({ conf: 'listener 1885' })
    expect(ada.isClosed).toBe(false)
    expect(() => broker.open(5, '1884')).toThrow('nobody listens')
    expect((await broker.connect('bob', { listener: '1885' })).connack?.reasonCode).toBe(0)
  })

  test('with a listener that cannot be opened changes nothing', async () => {
    const broker = await startTestBroker({ conf: 'listener 1884', acl: 'topic read #' })
    broker.busy.add('1885')
    const next = 'max_qos 1\nlistener 1885'
    await expect(broker.reload({ conf: next, acl: 'topic readwrite #' })).rejects.toThrow(
      'cannot listen on 1885',
    )
    const ada = await broker.connect('ada', { listener: '1884' })
    ada.publish('a', 'x', { qos: 2 })
    expect(await ada.read()).toEqual(['PUBREC #1 0x87'])
    expect(broker.broker.status().listeners.map(({ name }) => name)).toEqual(['1883', '1884'])
    expect((await broker.connect('bob')).connack?.properties?.maximumQos).toBeUndefined()
  })

  test('that cannot open a listener again leaves it as it was, or says that it is gone', async () => {
    const broker = await startTestBroker('listener 1884')
    const names = () => broker.broker.status().listeners.map(({ name }) => name)
    const next = 'listener 1884\nprotocol websockets\nlistener 1885'
    const opening = vi.spyOn(broker.busy, 'has')
    opening.mockReturnValueOnce(false).mockReturnValueOnce(true)
    await expect(broker.reload({ conf: next })).rejects.toThrow(/^cannot listen on 1884$/)
    expect(names()).toEqual(['1883', '1884'])
    opening.mockReturnValueOnce(false).mockReturnValueOnce(true).mockReturnValueOnce(true)
    await expect(broker.reload({ conf: next })).rejects.toThrow(
      'cannot listen on 1884; listener 1884 is gone: cannot listen on 1884',
    )
    expect(names()).toEqual(['1883'])
    await broker.reload({ conf: next })
    expect(names()).toEqual(['1883', '1884', '1885'])
  })

  test('of the mount point, the maximum QoS and the connections holds for those who come after it', async () => {
    const broker = await startTestBroker()
    const before = await broker.connect('before')
    await before.follow('#', { qos: 2 })
    await broker.reload({ conf: 'mount_point m/\nmax_qos 1' })
    const after = await broker.connect('after')
    expect(after.connack?.properties?.maximumQos).toBe(1)
    after.publish('a', 'x', { qos: 1 })
    expect(await before.read()).toEqual(['PUBLISH m/a x q1 #1'])
  })
})

describe('the end of the broker', () => {
  test('is said to clients of 5.0, and ends all connections', async () => {
    const broker = await startTestBroker()
    const [ada, old] = [await broker.connect('ada'), await broker.connect('old', { version: 4 })]
    await broker.broker.stop()
    expect(await ada.read()).toEqual(['DISCONNECT 0x8b', 'closed'])
    expect(await old.read()).toEqual(['closed'])
  })
})

describe('the log', () => {
  test('says that a client has connected before it says that CONNACK is sent', async () => {
    const broker = await startTestBroker({ isVerbose: true })
    await broker.connect('ada')
    const lines = broker.log.filter((line) => /New client connected|Sending CONNACK/.test(line))
    expect(lines.map((line) => /New client|CONNACK/.exec(line)?.[0])).toEqual(['New client', 'CONNACK'])
  })

  test('changes nothing of what is delivered', async () => {
    const broker = await startTestBroker({ isVerbose: true })
    const ada = await broker.connect('ada')
    await ada.follow('#', { qos: 1 })
    for (const qos of [0, 1, 0] as const) ada.publish('a', `q${qos}`, { qos })
    expect(await ada.read()).toEqual(['PUBLISH a q0', 'PUBLISH a q1 q1 #1', 'PUBACK #2', 'PUBLISH a q0'])
  })

  test('a refused publication is explained by the rules of its time, only when somebody looks', async () => {
    const broker = await startTestBroker({ acl: 'user ada\ntopic deny secret\ntopic readwrite #' })
    const ada = await broker.connect('ada', { username: 'ada' })
    ada.publish('secret', 'x')
    await ada.read()
    await broker.reload({ acl: 'topic readwrite #' })
    expect(broker.broker.status().refusals).toMatchObject([
      { action: 'publish', clientId: 'ada', topic: 'secret', rule: 'acl:2: topic deny secret' },
    ])
  })
})
