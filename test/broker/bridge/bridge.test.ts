/** A bridge between two brokers in memory: what Mosquitto's bridges do (mosquitto.conf(5) Bridges). */

import { describe, expect, test } from 'vitest'
import { settle } from '../support/settle.ts'
import { startTestBroker, type TestBroker } from '../support/test-broker.ts'

const START = 'connection up\naddress far.example\nremote_clientid bridge\n'

async function bridged(lines: string) {
  const far = await startTestBroker()
  const near = await startTestBroker({ conf: START + lines, remote: far })
  await settle()
  return { far, near }
}

async function watch(broker: TestBroker, filter = '#') {
  const client = await broker.connect('watcher')
  await client.follow(filter, { qos: 2, retainAsPublished: true })
  await client.read()
  return client
}

async function say(broker: TestBroker, topic: string, payload: string, qos: 0 | 1 | 2 = 0, retain = false) {
  const client = await broker.connect('speaker')
  client.publish(topic, payload, { qos, retain })
  await client.read()
  client.disconnect()
  await settle(10)
}

const readPublishes = async (client: Awaited<ReturnType<typeof watch>>) =>
  (await client.read()).filter((line) => line.startsWith('PUBLISH')).map((line) => line.replace(/ #\d+/, ''))

describe.each(['mqttv311', 'mqttv50'])('a bridge that speaks %s', (version) => {
  const speaks = `bridge_protocol_version ${version}\n`

  test('carries topics out and in, renamed by their prefixes', async () => {
    const { far, near } = await bridged(`${speaks}topic # out 1 here/ there/\ntopic x/# in 1 in/ out/`)
    const [atFar, atNear] = [await watch(far), await watch(near)]
    await say(near, 'here/a', 'going', 2)
    await say(far, 'out/x/y', 'coming', 1)
    expect(await readPublishes(atFar)).toEqual(['PUBLISH there/a going q1', 'PUBLISH out/x/y coming q1'])
    expect(await readPublishes(atNear)).toEqual(['PUBLISH here/a going q2', 'PUBLISH in/x/y coming q1'])
  })

  test('leaves out what would have no name here', async () => {
    const { far, near } = await bridged(`${speaks}topic # in 1 "" out/`)
    const atNear = await watch(near)
    for (const topic of ['out/', 'out/x']) await say(far, topic, 'coming', 1)
    expect(await readPublishes(atNear)).toEqual(['PUBLISH x coming q1'])
  })

  test('does not send back what it has brought, and keeps the mark of retained messages', async () => {
    const { far, near } = await bridged(`${speaks}topic # both 1`)
    const [atFar, atNear] = [await watch(far), await watch(near)]
    await say(far, 'a', 'x', 1, true)
    await say(near, 'b', 'y', 1, true)
    const shown = ['PUBLISH a x q1 retain', 'PUBLISH b y q1 retain']
    expect([await readPublishes(atFar), await readPublishes(atNear)]).toEqual([shown, shown])
  })

  test('keeps QoS 1 and 2 while the other broker is away, and delivers it then', async () => {
    const { far, near } = await bridged(`${speaks}topic # out 1\nrestart_timeout 5`)
    far.isReachable = false
    far.lines.at(-1)?.closeFromOutside()
    await settle()
    await say(near, 'a', 'kept', 1)
    await say(near, 'a', 'lost', 0)
    const atFar = await watch(far)
    far.isReachable = true
    await near.pass(6)
    await settle(10)
    expect((await readPublishes(atFar)).filter((line) => line.includes(' a '))).toEqual(['PUBLISH a kept q1'])
  })
})

test('says on both brokers whether it is connected', async () => {
  const { far, near } = await bridged('topic # out 1')
  const topic = '$SYS/broker/connection/bridge/state'
  const state = (broker: TestBroker) =>
    Buffer.from(broker.broker.hub.retained.get(topic)?.payload ?? []).toString()
  expect([state(far), state(near)]).toEqual(['1', '1'])
  far.isReachable = false
  far.lines.at(-1)?.closeFromOutside()
  await settle(10)
  expect([state(far), state(near)]).toEqual(['0', '0'])
  expect(near.broker.status().bridges).toMatchObject([{ name: 'up', state: 'waiting' }])
})

test('brings what is retained here at each connection', async () => {
  const far = await startTestBroker()
  far.isReachable = false
  const near = await startTestBroker({ conf: `${START}topic a/# out 1\nrestart_timeout 5`, remote: far })
  await say(near, 'a/b', 'kept', 0, true)
  await say(near, 'other', 'kept', 0, true)
  const atFar = await watch(far)
  far.isReachable = true
  await near.pass(6)
  await settle(10)
  expect((await readPublishes(atFar)).filter((line) => line.includes('kept'))).toEqual([
    'PUBLISH a/b kept retain',
  ])
})

test('takes a message with QoS 2 from the other broker once', async () => {
  const { far, near } = await bridged('topic # in 2')
  const atNear = await watch(near)
  await say(far, 'a', 'x', 2)
  expect(await readPublishes(atNear)).toEqual(['PUBLISH a x q2'])
  expect(far.broker.hub.sessions.get('bridge')?.outgoingCount).toBe(0)
})

test('takes a message with QoS 2 whose identifier was under way when the other broker lost its memory', async () => {
  const { far, near } = await bridged('topic # in 2\nrestart_timeout 1')
  const atNear = await watch(near)
  const [toNear, session] = [far.lines.at(-1), far.broker.hub.sessions.get('bridge')]
  const speaker = await far.connect('speaker')
  near.broker.hub.sessions.get('local.bridge')?.receive(1)
  toNear?.closeFromOutside()
  await settle()
  if (session !== undefined) far.broker.hub.sessions.remove(session)
  await near.pass(2)
  await settle(10)
  speaker.publish('a', 'new', { qos: 2 })
  await speaker.read()
  await settle(10)
  expect(await readPublishes(atNear)).toContain('PUBLISH a new q2')
})

test('knows the acknowledgement of its own notification, which takes no identifier of a message', async () => {
  const far = await startTestBroker()
  const near = await startTestBroker({ conf: `${START}topic # out 1`, remote: far, isVerbose: true })
  await settle(10)
  expect(near.log.join('\n')).toContain("m65535, '$SYS/broker/connection/bridge/state'")
  expect(near.log.join('\n')).not.toContain('unknown packet identifier')
})
