/** The load averages of `$SYS/broker/load`: rates per minute, smoothed as Mosquitto does (`calc_load`). */

import type { Counters } from './counters.ts'

/** What is averaged, by its part of the topic. */
const LOADS = {
  'messages/received': 'packetsReceived',
  'messages/sent': 'packetsSent',
  'publish/dropped': 'publishDropped',
  'publish/received': 'publishReceived',
  'publish/sent': 'publishSent',
  'bytes/received': 'bytesReceived',
  'bytes/sent': 'bytesSent',
  sockets: 'socketsOpened',
  connections: 'connectsReceived',
} as const satisfies Readonly<Record<string, keyof Counters>>

const MINUTES = [1, 5, 15] as const

export interface LoadState {
  /** Averages by topic, not rounded. */
  readonly averages: ReadonlyMap<string, number>
  /** Counters when the averages were taken. */
  readonly counts: Readonly<Record<string, number>>
}

/** `seconds`: since `previous`. The first averages are 0. */
export function nextLoads(
  previous: LoadState | undefined,
  seconds: number,
  counters: Readonly<Counters>,
): LoadState {
  if (previous !== undefined && seconds <= 0) return previous
  const averages = new Map<string, number>()
  const counts: Record<string, number> = {}
  for (const [name, counter] of Object.entries(LOADS)) {
    const count = counters[counter]
    counts[name] = count
    const perMinute = ((count - (previous?.counts[name] ?? count)) * 60) / seconds
    for (const minutes of MINUTES) {
      const topic = `$SYS/broker/load/${name}/${minutes}min`
      const before = previous?.averages.get(topic)
      averages.set(topic, before === undefined ? 0 : smoothed(before, perMinute, seconds, minutes))
    }
  }
  return { averages, counts }
}

function smoothed(before: number, perMinute: number, seconds: number, minutes: number): number {
  return before + (1 - Math.exp(-seconds / (60 * minutes))) * (perMinute - before)
}
