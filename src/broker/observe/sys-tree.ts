/** The `$SYS` tree of Mosquitto 2.1: 56 topics under `$SYS/broker`, retained, QoS 2; those of bridges are the bridges' own. */

import type { Gauges, MemoryUse } from './broker-status.ts'
import type { Counters } from './counters.ts'
import { type LoadState, nextLoads } from './sys-load.ts'

export interface SysSample {
  readonly version: string
  /** Since the start of the broker; fractions count. Of a clock that never jumps. */
  readonly uptimeSeconds: number
  readonly counters: Readonly<Counters>
  readonly gauges: Gauges
  readonly memory: MemoryUse
}

/** What an update needs to know of the one before. */
export interface SysState {
  readonly uptimeSeconds: number
  readonly heapMaximum: number
  readonly loads: LoadState
  /** Payloads by topic, as they were published last. */
  readonly published: ReadonlyMap<string, string>
}

export interface SysUpdate {
  /** Topics whose payload has changed; the first time, all. */
  readonly updates: readonly (readonly [topic: string, payload: string])[]
  readonly next: SysState
}

export function sysTopics(previous: SysState | undefined, sample: SysSample): SysUpdate {
  const { uptimeSeconds, counters, memory } = sample
  const heap = memory.heapUsed + memory.external
  const heapMaximum = Math.max(previous?.heapMaximum ?? 0, heap)
  const loads = nextLoads(previous?.loads, uptimeSeconds - (previous?.uptimeSeconds ?? 0), counters)
  const published = new Map(previous?.published)
  const updates: [string, string][] = []
  for (const [topic, payload] of payloads(sample, heap, heapMaximum, loads)) {
    if (published.get(topic) === payload) continue
    published.set(topic, payload)
    updates.push([topic, payload])
  }
  return { updates, next: { uptimeSeconds, heapMaximum, loads, published } }
}

function* payloads(
  { version, uptimeSeconds, counters, gauges }: SysSample,
  heap: number,
  heapMaximum: number,
  { averages }: LoadState,
): Generator<readonly [string, string]> {
  yield ['$SYS/broker/version', `mqttopia version ${version}`]
  yield ['$SYS/broker/uptime', `${Math.floor(uptimeSeconds)} seconds`]
  for (const [topic, average] of averages) yield [topic, average.toFixed(2)]
  const numbers = { ...gaugeTopics(gauges), ...counterTopics(counters) }
  for (const [name, value] of Object.entries(numbers)) yield [`$SYS/broker/${name}`, String(value)]
  yield ['$SYS/broker/heap/current', String(heap)]
  yield ['$SYS/broker/heap/maximum', String(heapMaximum)]
}

/** Some stand twice: under the name of today, and that of Mosquitto 1. */
function gaugeTopics(gauges: Gauges): Readonly<Record<string, number>> {
  const disconnected = gauges.clientsTotal - gauges.clientsConnected
  return {
    'clients/total': gauges.clientsTotal,
    'clients/disconnected': disconnected,
    'clients/inactive': disconnected,
    'clients/connected': gauges.clientsConnected,
    'clients/active': gauges.clientsConnected,
    'messages/stored': gauges.storedMessages,
    'store/messages/count': gauges.storedMessages,
    'store/messages/bytes': gauges.storedBytes,
    'subscriptions/count': gauges.subscriptions,
    'shared_subscriptions/count': gauges.sharedSubscriptions,
    'retained messages/count': gauges.retainedMessages,
    'packet/out/count': gauges.outgoingPackets,
    'packet/out/bytes': gauges.outgoingBytes,
  }
}

/** `messages` are packets of all types, `publish/messages` application messages. */
function counterTopics(counters: Readonly<Counters>): Readonly<Record<string, number>> {
  return {
    'clients/maximum': counters.clientsMaximum,
    'clients/expired': counters.clientsExpired,
    'messages/received': counters.packetsReceived,
    'messages/sent': counters.packetsSent,
    'bytes/received': counters.bytesReceived,
    'bytes/sent': counters.bytesSent,
    'publish/bytes/received': counters.publishBytesReceived,
    'publish/bytes/sent': counters.publishBytesSent,
    'publish/messages/dropped': counters.publishDropped,
    'publish/messages/received': counters.publishReceived,
    'publish/messages/sent': counters.publishSent,
    'connections/socket/count': counters.socketsOpened,
  }
}
