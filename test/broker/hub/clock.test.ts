import { describe, expect, test } from 'vitest'
import { Clock } from '../../../src/broker/hub/clock.ts'
import type { Recovered, StoredMessage, StoredSession } from '../../../src/broker/store/store.ts'
import { RecordingStore } from '../support/recording-store.ts'
import { startTestBroker, type TestBroker } from '../support/test-broker.ts'

const HOUR = 3600
/** Seconds by which somebody sets the clock of the machine. */
const JUMPS = [HOUR, -HOUR, 60 * 24 * HOUR, -24 * HOUR] as const

const stays = (sessionExpiryInterval: number) => ({
  cleanStart: false,
  properties: { sessionExpiryInterval },
})

function set(broker: TestBroker, seconds: number): void {
  broker.now += seconds * 1000
}

/** True when the session was still there. */
async function isThere(broker: TestBroker, clientId: string): Promise<boolean> {
  const client = await broker.connect(clientId, stays(0))
  return client.connack?.sessionPresent === true
}

describe.each(JUMPS)('a clock that jumps by %d seconds', (jump) => {
  test('ends no session early, and none late', async () => {
    const broker = await startTestBroker()
    await (await broker.connect('short', stays(5))).vanish()
    await (await broker.connect('long', stays(600))).vanish()
    set(broker, jump)
    await broker.pass(4)
    await (await broker.connect('after', stays(600))).vanish()
    await broker.pass(2)
    expect(await Promise.all(['short', 'long', 'after'].map((id) => isThere(broker, id)))).toEqual([
      false,
      true,
      true,
    ])
  })

  test('moves no will', async () => {
    const broker = await startTestBroker()
    const watcher = await broker.connect('watcher')
    await watcher.follow('#')
    const will = { topic: 'w', payload: Buffer.from('gone'), qos: 0, retain: false } as const
    const delayed = { ...will, properties: { willDelayInterval: 5 } }
    await (await broker.connect('ada', { ...stays(60), will: delayed })).vanish()
    set(broker, jump)
    await broker.pass(4)
    expect(await watcher.payloads()).toEqual([])
    await broker.pass(2)
    expect(await watcher.payloads()).toEqual(['gone'])
  })

  test('takes nothing from the life of messages, and adds nothing', async () => {
    const broker = await startTestBroker()
    const ada = await broker.connect('ada', stays(600))
    await ada.follow('a', { qos: 1 })
    await ada.vanish()
    const bob = await broker.connect('bob')
    const expiring = (messageExpiryInterval: number) =>
      ({ qos: 1, properties: { messageExpiryInterval } }) as const
    bob.publish('a', 'short', expiring(5))
    bob.publish('a', 'long', expiring(20))
    await bob.read()
    set(broker, jump)
    await broker.pass(10)
    const again = await broker.connect('ada', stays(600))
    expect(await again.read()).toEqual(['PUBLISH a long q1 #1 {"messageExpiryInterval":10}'])
  })

  test('is told, once', async () => {
    const broker = await startTestBroker()
    set(broker, jump)
    await broker.pass(1)
    await broker.pass(1)
    const direction = jump > 0 ? 'ahead' : 'back'
    expect(broker.log.filter((line) => line.includes('clock'))).toEqual([
      `notice: The clock of this machine went ${Math.abs(jump)} seconds ${direction} at once; what expires is not affected.`,
    ])
  })

  test('has the store told the moments anew, as the clock counts then', async () => {
    const store = new TimedStore()
    const broker = await startTestBroker({ store })
    const leaving = broker.connect('ada', stays(600))
    await broker.pass(0)
    store.finish()
    await (await leaving).vanish()
    await broker.pass(10)
    const left = store.sessions.get('ada')?.disconnectedAt ?? 0
    const bob = await broker.connect('bob')
    bob.publish('kept', 'x', { retain: true, properties: { messageExpiryInterval: 60 } })
    await bob.read()
    const ends = store.retained.get('kept')?.expiresAt ?? 0
    set(broker, jump)
    await broker.pass(1)
    expect(store.sessions.get('ada')?.disconnectedAt).toBe(left + jump * 1000)
    expect(store.retained.get('kept')?.expiresAt).toBe(ends + jump * 1000)
  })
})

/** Also remembers what it was told last. */
class TimedStore extends RecordingStore {
  readonly sessions = new Map<string, StoredSession>()
  readonly retained = new Map<string, StoredMessage>()

  override putSession = (session: StoredSession): void => void this.sessions.set(session.clientId, session)
  override putRetained = (message: StoredMessage): void => void this.retained.set(message.topic, message)
}

test('a session that seems to have left in the future has its whole time after a restart, and a will its whole delay', async () => {
  const session: StoredSession = {
    clientId: 'ada',
    sessionExpirySeconds: 60,
    disconnectedAt: Date.UTC(2030, 0, 1),
    will: {
      will: {
        topic: 'w',
        payload: Buffer.from('gone'),
        qos: 0,
        retain: false,
        properties: { willDelayInterval: 5 },
      },
      dueAt: Date.UTC(2030, 0, 1),
    },
  }
  const recovered: Recovered = {
    sessions: [{ session, subscriptions: [], deliveries: [], receivedPacketIds: [] }],
    messages: new Map(),
    retained: [],
  }
  const broker = await startTestBroker({ store: new RecordingStore(recovered) })
  const watcher = await broker.connect('watcher')
  await watcher.follow('#')
  await broker.pass(4)
  expect([await watcher.payloads(), broker.broker.hub.sessions.get('ada')]).toEqual([[], expect.anything()])
  await broker.pass(2)
  expect(await watcher.payloads()).toEqual(['gone'])
  await broker.pass(55)
  expect(broker.broker.hub.sessions.get('ada')).toBe(undefined)
})

test('the clock takes the time of day once, and gives it back as it is now', () => {
  const machine = { wall: 1000, uptime: 50 }
  const clock = new Clock({ now: () => machine.wall, uptime: () => machine.uptime })
  machine.wall = 9000
  machine.uptime = 2550.4
  expect([clock.now(), clock.uptimeSeconds]).toEqual([3500.4, 2.5004])
  expect([clock.toMachineTime(3500.4), clock.toMachineTime(1000)]).toEqual([9000, 6500])
  expect([clock.tick(), clock.tick(), clock.seconds]).toEqual([5, 0, 2])
})
