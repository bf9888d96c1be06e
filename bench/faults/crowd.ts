/** Many connections: most of them idle, one of them stalled, all of them cut at once. */

import { type FlowReport, holdIdle, type LoadOptions, runFlow } from '../load/run-load.ts'
import { type Fault, type Figure, megabytes, type Scene } from './fault.ts'

const IDLE = 10_000
const ACTIVE_PAIRS = 1_000

/** 10,000 connections that only exist, and 2,000 that talk at a steady rate. */
async function playCrowd(scene: Scene): Promise<readonly Figure[]> {
  const broker = await scene.start(['max_queued_messages 100000'])
  const { port, pid: watch } = broker
  const before = broker.rssKilobytes()
  const idle: LoadOptions = { port, watch, count: IDLE, 'keep-alive': 600 }
  const { result, disconnects } = await holdIdle(idle, async ([round]) => {
    const with10000 = broker.rssKilobytes()
    const pairs = { publishers: ACTIVE_PAIRS, subscribers: ACTIVE_PAIRS, groups: ACTIVE_PAIRS }
    const active = { port, watch, ...pairs, 'client-id': 'active', latency: true, drain: 10 }
    const quiet = await runFlow({ ...active, rate: 5_000, seconds: 5 })
    const busy = await runFlow({ ...active, latency: false, window: 20, seconds: 5 })
    return { round, with10000, quiet, busy }
  })
  const { round, with10000, quiet, busy } = result
  return [
    { what: 'idle connections', value: round?.connected ?? 0, ok: round?.connected === IDLE },
    { what: 'opened per second', value: Math.round(round?.connectionsPerSecond ?? 0) },
    { what: 'memory with them', value: `${megabytes(before)} -> ${megabytes(with10000)}` },
    { what: '2,000 active at 5,000/s: median latency, us', value: quiet.medianMicroseconds },
    { what: '2,000 active at 5,000/s: p99 latency, us', value: quiet.p99Microseconds },
    { what: '2,000 active at 5,000/s: lost', value: quiet.lost, ok: quiet.lost === 0 },
    { what: '2,000 active, saturated: messages/s', value: Math.round(busy.receivedPerSecond) },
    { what: '2,000 active, saturated: lost', value: busy.lost, ok: busy.lost === 0 },
    { what: 'active connections lost', value: quiet.disconnects + busy.disconnects, ok: !busy.wentWrong },
    { what: 'idle connections lost', value: disconnects, ok: disconnects === 0 },
    { what: 'memory at the end', value: megabytes(broker.rssKilobytes()) },
  ]
}

/** One subscriber among 1,000 that never reads: the others must not notice, and memory must not grow with it. */
async function playStalled(scene: Scene): Promise<readonly Figure[]> {
  const figures: Figure[] = []
  for (const qos of [0, 1]) {
    const broker = await scene.start(['max_queued_messages 200', 'max_inflight_messages 100'])
    const payload = 4_000
    const load = {
      port: broker.port,
      watch: broker.pid,
      qos,
      payload,
      window: 20,
      drain: 15,
      seconds: 120,
      warmup: 0,
    }
    const healthy = await runFlow({ ...load, subscribers: 999, messages: 1_000 })
    const before = broker.rssKilobytes()
    const stalled = await runFlow({ ...load, subscribers: 999, stalled: 1, messages: 3_000 })
    const growth = broker.rssKilobytes() - before
    const cost = costOf(stalled) / costOf(healthy)
    const name = (text: string) => `QoS ${qos}: ${text}`
    figures.push(
      { what: name('messages/s without, with a stalled one'), value: rates(healthy, stalled) },
      { what: name('CPU a message, with over without'), value: cost.toFixed(2), ok: cost < 1.3 },
      { what: name('lost by the 999 others'), value: stalled.lost, ok: stalled.lost === 0 },
      { what: name('others disconnected'), value: String(stalled.wentWrong), ok: !stalled.wentWrong },
      {
        what: name('memory before, growth'),
        value: `${megabytes(before)}, ${megabytes(growth)}`,
        ok: growth < 60_000,
      },
      { what: name('published to the stalled one'), value: megabytes((stalled.sent * payload) / 1024) },
    )
    await broker.stop()
  }
  return figures
}

function costOf({ brokerCpuSeconds, received }: FlowReport): number {
  return brokerCpuSeconds / received
}

function rates(...reports: readonly FlowReport[]): string {
  return reports.map(({ receivedPerSecond }) => Math.round(receivedPerSecond).toLocaleString('en')).join(', ')
}

/** 10,000 durable sessions, cut and reconnected together. */
async function playReconnects(scene: Scene): Promise<readonly Figure[]> {
  const broker = await scene.start()
  const rounds = 4
  const load: LoadOptions = {
    port: broker.port,
    watch: broker.pid,
    count: IDLE,
    rounds,
    durable: true,
    reset: true,
  }
  const { result, disconnects } = await holdIdle({ ...load, parallel: 500 }, async (reports) => reports)
  const [second, last] = [result[1], result.at(-1)]
  const growth = (last?.brokerRssKilobytes ?? Number.NaN) / (second?.brokerRssKilobytes ?? Number.NaN)
  return [
    ...result.map(({ round, connected, seconds, connectionsPerSecond, brokerRssKilobytes }) => ({
      what: `round ${round}: connected`,
      value: `${connected} in ${seconds.toFixed(2)} s, ${Math.round(connectionsPerSecond)}/s, ${megabytes(brokerRssKilobytes)}`,
      ok: connected === IDLE,
    })),
    { what: 'memory, last round over second', value: growth.toFixed(2), ok: growth < 1.25 },
    { what: 'connections lost', value: disconnects, ok: disconnects === 0 },
  ]
}

export const crowdFaults: readonly Fault[] = [
  { name: 'crowd', title: '10,000 idle and 2,000 active connections', play: playCrowd },
  { name: 'stalled', title: 'one stalled subscriber among 1,000', play: playStalled },
  { name: 'reconnects', title: '10,000 durable sessions reconnect at once', play: playReconnects },
]
