/**
 * The disk of the broker's data is full, and then is not. It is a small tmpfs, so root is needed (or CAP_SYS_ADMIN):
 * a limit on the size of files (`ulimit -f`) would not meet a store that writes many small ones.
 */

import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { BrokerProcess } from '../harness/broker-process.ts'
import { runFlow } from '../load/run-load.ts'
import { dataFolder, type Fault, type Figure, persistenceIn, type Scene } from './fault.ts'
import { type KillPublisher, startPublisher } from './kill-publisher.ts'
import { startSubscriber } from './kill-subscriber.ts'
import { lostOf } from './lost-of.ts'
import { until } from './until.ts'

const TOPIC = 'full/disk'
const MESSAGE_BYTES = 10_000
const SMALL_MEGABYTES = 8
const LARGE = '256m'
const FITTING_MESSAGES = Math.floor((SMALL_MEGABYTES * 1024 * 1024) / MESSAGE_BYTES)
/** Several times the small disk. */
const ENOUGH_MESSAGES = 4_000

function mount(...words: readonly string[]): void {
  const { status, stderr, error } = spawnSync('mount', words, { encoding: 'utf8' })
  if (error !== undefined || status !== 0)
    throw new Error(`a tmpfs is needed, and root to mount it: ${stderr}`)
}

/** Publishes until nothing is acknowledged any more for 3 s, or more than the disk holds was. */
async function publishUntilFull(publisher: KillPublisher, broker: BrokerProcess): Promise<void> {
  let progress = true
  while (broker.running() && progress && publisher.acknowledged.size < ENOUGH_MESSAGES) {
    const last = publisher.acknowledged.size
    progress = await until(() => publisher.acknowledged.size > last, 3)
  }
  publisher.pause()
}

async function stillServes(port: number): Promise<boolean> {
  try {
    const { received, lost } = await runFlow({ port, rate: 100, seconds: 1, 'client-id': 'other' })
    return received > 100 && lost === 0
  } catch {
    return false
  }
}

async function play(scene: Scene): Promise<readonly Figure[]> {
  const folder = dataFolder(scene, 'disk')
  mkdirSync(folder)
  mount('-t', 'tmpfs', '-o', `size=${SMALL_MEGABYTES}m`, 'tmpfs', folder)
  scene.finally(() => spawnSync('umount', ['-l', folder]))
  const lines = [...persistenceIn(folder), 'max_queued_messages 1000000']
  let broker = await scene.start(lines)
  const { port } = broker
  const absent = startSubscriber(port, [TOPIC])
  if (!(await until(absent.connected, 10))) throw new Error('the subscriber was not let in')
  absent.drop()
  const padding = randomBytes(MESSAGE_BYTES)
  const publisher = startPublisher({ port, topic: TOPIC, qos: 1, window: 10, padding })
  scene.finally(() => publisher.drop())
  await publishUntilFull(publisher, broker)
  const [whenFull, runs, serves] = [publisher.acknowledged.size, broker.running(), await stillServes(port)]
  const said = broker
    .messages()
    .split('\n')
    .filter((line) => /space|ENOSPC|disk|full|sav|writ|persist/i.test(line))
  mount('-o', `remount,size=${LARGE}`, folder)
  if (!broker.running()) broker = await scene.start(lines, { port })
  publisher.resume()
  const goesOn = await until(() => publisher.acknowledged.size > whenFull + 100, 20)
  publisher.pause()
  const complete = await until(() => publisher.outstanding() === 0, 20)
  await broker.stop('SIGKILL')
  broker = await scene.start(lines, { port })
  const returned = startSubscriber(port, [TOPIC])
  scene.finally(() => returned.drop())
  let last = -1
  while (last !== returned.total()) {
    last = returned.total()
    await sleep(2_000)
  }
  const lost = lostOf(publisher, returned, TOPIC)
  return [
    { what: `acknowledged until a disk of ${SMALL_MEGABYTES} MB was full`, value: whenFull },
    {
      what: 'of 10 kB each, acknowledged beyond what fits',
      value: String(whenFull > FITTING_MESSAGES),
      ok: whenFull <= FITTING_MESSAGES,
    },
    { what: 'runs on when the disk is full', value: String(runs), ok: runs },
    { what: 'serves QoS 0 of others then', value: String(serves), ok: serves },
    { what: 'says so', value: said.at(0)?.slice(0, 160) ?? 'nothing', ok: said.length > 0 },
    { what: 'acknowledges again once there is space', value: String(goesOn), ok: goesOn },
    { what: 'all was acknowledged in the end', value: String(complete), ok: complete },
    { what: 'acknowledged and lost after kill -9', value: lost, ok: lost === 0 },
  ]
}

export const diskFull: Fault = { name: 'disk-full', title: 'the disk is full for a while', play }
