/** A day of a small plant in a minute or two: all kinds of messages, clients that come and go, memory that stays. */

import { setTimeout as sleep } from 'node:timers/promises'
import { runFlow } from '../load/run-load.ts'
import { type Fault, type Figure, megabytes, type Scene } from './fault.ts'

/** A message a second of one device. */
const DAY = 86_400

/** Slices differ in QoS, version and durability, so that every kind of session and queue is made and unmade. */
function slice(i: number) {
  const clients = { publishers: 10, subscribers: 10, groups: 10, 'client-id': `slice-${i}` }
  const kind = { qos: i % 3, version: i % 2 === 0 ? 4 : 5, retain: i % 4 === 0, wildcard: i % 5 === 0 }
  return { ...clients, ...kind, window: 100, payload: 100, messages: DAY, warmup: 0, seconds: 60 }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}

async function play(scene: Scene): Promise<readonly Figure[]> {
  const broker = await scene.start(['max_queued_messages 100000', 'max_inflight_messages 100'])
  const { port, pid: watch } = broker
  const memory: number[] = []
  const begun = performance.now()
  let [delivered, lost, wrong] = [0, 0, 0]
  for (let i = 0; i < scene.times; i += 1) {
    const report = await runFlow({ port, watch, ...slice(i) })
    delivered += report.received
    lost += report.lost
    if (report.lost > 0) scene.say(`slice ${i}: lost ${report.lost} of ${report.sent}`)
    wrong += report.wentWrong ? 1 : 0
    memory.push(broker.rssKilobytes())
    if (i % 10 === 9) scene.say(`${i + 1} devices, ${megabytes(memory.at(-1) ?? 0)}`)
  }
  await sleep(1_000)
  const third = Math.floor(memory.length / 3)
  const [middle, last] = [median(memory.slice(third, 2 * third)), median(memory.slice(2 * third))]
  const seconds = (performance.now() - begun) / 1_000
  return [
    {
      what: `messages of ${scene.times} devices in a day`,
      value: delivered,
      ok: delivered === scene.times * DAY,
    },
    { what: 'messages per second', value: Math.round(delivered / seconds) },
    { what: 'lost', value: lost, ok: lost === 0 },
    { what: 'connections lost', value: wrong, ok: wrong === 0 },
    {
      what: 'memory, first slice and most',
      value: `${megabytes(memory[0] ?? 0)}, ${megabytes(Math.max(...memory))}`,
    },
    {
      what: 'memory, middle and last third',
      value: `${megabytes(middle)}, ${megabytes(last)}`,
      ok: last < middle * 1.1 + 2_048,
    },
  ]
}

export const soak: Fault = { name: 'soak', title: 'a day of many devices, shortened', times: 120, play }
