/**
 * SIGKILL under load, again and again. What was acknowledged must arrive; QoS 2 must not arrive twice; sessions,
 * subscriptions and retained messages must be there after each start.
 */

import { mkdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { openClient } from '../harness/wire-client.ts'
import { packetType, readPublication, subscribePacket } from '../harness/wire-packets.ts'
import { dataFolder, type Fault, type Figure, persistenceIn, type Scene } from './fault.ts'
import { type KillPublisher, startPublisher } from './kill-publisher.ts'
import { type KillSubscriber, startSubscriber } from './kill-subscriber.ts'
import { lostOf } from './lost-of.ts'
import { until } from './until.ts'

const TOPICS = { once: 'kill/once', least: 'kill/least', state: 'kill/state' }
const limits = ['max_queued_messages 1000000', 'max_inflight_messages 20']

/** The sequence number in the retained message; 0 when there is none within a while. */
async function retainedSequence(port: number): Promise<number> {
  let found = 0
  const client = await openClient({
    port,
    id: 'reader',
    version: 4,
    clean: true,
    keepAliveSeconds: 60,
    onPacket: (packet) => {
      if (packet.type !== packetType.publish) return
      const { payload, retain = false } = readPublication(packet, 4)
      if (retain) found = Number.parseInt(payload.toString('latin1'), 10)
    },
  })
  client.send(subscribePacket(4, [TOPICS.state], 0))
  await until(() => found > 0, 5)
  client.drop()
  return found
}

function repeatedOf(subscriber: KillSubscriber, topic: string): number {
  let repeated = 0
  for (const times of subscriber.arrivals(topic).values()) if (times > 1) repeated += 1
  return repeated
}

async function settled(publishers: readonly KillPublisher[], subscriber: KillSubscriber): Promise<boolean> {
  for (const publisher of publishers) publisher.pause()
  const acknowledged = await until(() => publishers.every((one) => one.outstanding() === 0), 60)
  let last = -1
  while (last !== subscriber.total()) {
    last = subscriber.total()
    await sleep(1_500)
  }
  return acknowledged
}

async function play(scene: Scene, signal: NodeJS.Signals): Promise<readonly Figure[]> {
  const folder = dataFolder(scene, signal)
  mkdirSync(folder, { recursive: true })
  const lines = [...persistenceIn(folder), ...limits]
  let broker = await scene.start(lines)
  const { port } = broker
  const subscriber = startSubscriber(port, [TOPICS.once, TOPICS.least])
  if (!(await until(subscriber.connected, 10))) throw new Error('the subscriber was not let in')
  const once = startPublisher({ port, topic: TOPICS.once, qos: 2, window: 20 })
  const least = startPublisher({ port, topic: TOPICS.least, qos: 1, window: 20 })
  const state = startPublisher({ port, topic: TOPICS.state, qos: 1, window: 1, retain: true })
  const publishers = [once, least, state]
  scene.finally(() => {
    for (const one of [...publishers, subscriber]) one.drop()
  })
  let [staleRetained, slowest, strandedRounds] = [0, 0, 0]
  for (let kill = 1; kill <= scene.times; kill += 1) {
    const everyone = () => [...publishers, subscriber].every((one) => one.connected())
    const before = subscriber.total()
    if (!(await until(() => everyone() && subscriber.total() > before, 30))) strandedRounds += 1
    await sleep(Math.random() * 150)
    await broker.stop(signal)
    await sleep(5)
    const known = Math.max(0, ...state.acknowledged)
    const begun = performance.now()
    broker = await scene.start(lines, { port })
    slowest = Math.max(slowest, performance.now() - begun)
    if (kill % 5 === 0 && (await retainedSequence(port)) < known) staleRetained += 1
    if (kill % 20 === 0) scene.say(`${kill} times, ${subscriber.total()} arrivals`)
  }
  const complete = await settled(publishers, subscriber)
  const figure = (what: string, value: number): Figure => ({ what, value, ok: value === 0 })
  return [
    { what: `times ${signal}`, value: scene.times },
    { what: 'acknowledged, QoS 1', value: least.acknowledged.size },
    { what: 'acknowledged, QoS 2', value: once.acknowledged.size },
    { what: 'arrived again, QoS 1 (allowed)', value: repeatedOf(subscriber, TOPICS.least) },
    { what: 'slowest start, ms', value: Math.round(slowest) },
    figure('acknowledged and lost, QoS 1', lostOf(least, subscriber, TOPICS.least)),
    figure('acknowledged and lost, QoS 2', lostOf(once, subscriber, TOPICS.once)),
    figure('arrived twice, QoS 2', repeatedOf(subscriber, TOPICS.once)),
    figure('sessions of the subscriber lost', subscriber.sessionsLost()),
    figure(
      'sessions of publishers lost',
      publishers.reduce((sum, one) => sum + one.sessionsLost(), 0),
    ),
    figure('retained messages older than acknowledged', staleRetained),
    figure('rounds without a delivery within 30 s', strandedRounds),
    { what: 'all was acknowledged in the end', value: String(complete), ok: complete },
  ]
}

export const kill: Fault = {
  name: 'kill',
  title: 'kill -9 under QoS 1 and 2 load',
  times: 200,
  play: (scene) => play(scene, 'SIGKILL'),
}

export const restart: Fault = {
  name: 'restart',
  title: 'stop and start under QoS 1 and 2 load',
  times: 20,
  play: (scene) => play(scene, 'SIGTERM'),
}
