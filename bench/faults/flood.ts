/** More than the queues may hold. */

import { setTimeout as sleep } from 'node:timers/promises'
import { openClient } from '../harness/wire-client.ts'
import { acknowledgement, packetType, readPublication, subscribePacket } from '../harness/wire-packets.ts'
import { runFlow } from '../load/run-load.ts'
import { type Fault, type Figure, megabytes, type Scene } from './fault.ts'

const QUEUE = 1_000
const INFLIGHT = 20
const FLOOD = 200_000

/** What a durable subscriber is given when it comes back; it acknowledges all of it. */
async function collect(port: number): Promise<number> {
  let arrived = 0
  const client = await openClient({
    port,
    ...absent,
    onPacket: (packet, send) => {
      if (packet.type !== packetType.publish) return
      arrived += 1
      send(acknowledgement('puback', readPublication(packet, 4).id))
    },
  })
  let last = -1
  while (last !== arrived) {
    last = arrived
    await sleep(500)
  }
  client.drop()
  return arrived
}

const absent = { id: 'absent', version: 4, clean: false, keepAliveSeconds: 60 } as const

/** 200,000 acknowledged messages for a subscriber that is away. */
async function playAbsent(scene: Scene): Promise<readonly Figure[]> {
  const limits = [`max_queued_messages ${QUEUE}`, `max_inflight_messages ${INFLIGHT}`]
  const broker = await scene.start(limits)
  const { port, pid: watch } = broker
  const client = await openClient({ port, ...absent })
  client.send(subscribePacket(4, ['bench/#'], 1))
  await sleep(200)
  client.drop()
  const before = broker.rssKilobytes()
  const load = { port, watch, qos: 1, window: 100, subscribers: 0, payload: 1_000, warmup: 0 }
  const report = await runFlow({ ...load, messages: FLOOD, seconds: 60 })
  const after = broker.rssKilobytes()
  const arrived = await collect(port)
  return [
    { what: 'published', value: report.sent },
    { what: 'acknowledged', value: report.acknowledged, ok: report.acknowledged === report.sent },
    { what: 'memory', value: `${megabytes(before)} -> ${megabytes(after)}`, ok: after - before < 150_000 },
    {
      what: 'kept for the absent subscriber',
      value: arrived,
      ok: arrived >= QUEUE - 1 && arrived <= QUEUE + INFLIGHT,
    },
  ]
}

/** Ten publishers of QoS 0 that take what TCP gives them, one subscriber, and two quiet clients beside them. */
async function playFlood(scene: Scene): Promise<readonly Figure[]> {
  const broker = await scene.start([`max_queued_messages ${QUEUE}`])
  const { port, pid: watch } = broker
  const quiet = {
    port,
    rate: 100,
    latency: true,
    topic: 'quiet',
    'client-id': 'quiet',
    seconds: 6,
    warmup: 1,
  }
  const alone = await runFlow(quiet)
  const before = broker.rssKilobytes()
  const [flood, beside] = await Promise.all([
    runFlow({ port, watch, publishers: 10, payload: 200, seconds: 8, drain: 20 }),
    runFlow(quiet),
  ])
  const after = broker.rssKilobytes()
  return [
    { what: 'flood: delivered per second', value: Math.round(flood.receivedPerSecond) },
    { what: 'flood: published, dropped', value: `${flood.sent}, ${flood.lost}` },
    { what: 'flood: connections kept', value: String(!flood.wentWrong), ok: !flood.wentWrong },
    { what: 'memory', value: `${megabytes(before)} -> ${megabytes(after)}`, ok: after - before < 300_000 },
    { what: 'quiet clients: median latency alone, us', value: alone.medianMicroseconds },
    { what: 'quiet clients: median latency in the flood, us', value: beside.medianMicroseconds },
    {
      what: 'quiet clients: p99 in the flood, us',
      value: beside.p99Microseconds,
      ok: beside.p99Microseconds < 250_000,
    },
    { what: 'quiet clients: lost', value: beside.lost, ok: beside.lost === 0 },
  ]
}

export const floodFaults: readonly Fault[] = [
  { name: 'absent', title: '200,000 messages for a subscriber that is away', play: playAbsent },
  { name: 'flood', title: 'ten publishers without restraint, and two quiet clients', play: playFlood },
]
