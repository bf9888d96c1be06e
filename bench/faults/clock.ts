/**
 * The wall clock jumps while the broker runs: by libfaketime (Debian: `apt-get install libfaketime`), which reads the
 * offset from a file at every look at the clock and leaves the monotonic clock alone, as a real jump does.
 */

import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openClient, type WireClient } from '../harness/wire-client.ts'
import { packetType, pingPacket, readPublication, subscribePacket } from '../harness/wire-packets.ts'
import { runFlow } from '../load/run-load.ts'
import type { Fault, Figure, Scene } from './fault.ts'

const LIBRARY = '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1'
const JUMPS = ['+1h', '-1h', '+60d', '-1d', '+0']
/** Longer than the waits below, shorter than every jump. */
const LONG_SECONDS = 600
const WAIT_SECONDS = 10

/** Clients that ping as they promised. */
async function keepAlive(port: number, count: number) {
  const clients: WireClient[] = []
  for (let i = 0; i < count; i += 1)
    clients.push(await openClient({ port, id: `alive-${i}`, version: 4, clean: true, keepAliveSeconds: 3 }))
  const timer = setInterval(() => {
    for (const { send } of clients) send(pingPacket)
  }, 1_000)
  return { gone: () => clients.filter(({ open }) => !open()).length, end: () => clearInterval(timer) }
}

/** Topics of the wills that were published. */
async function watchWills(port: number): Promise<readonly string[]> {
  const topics: string[] = []
  const watcher = await openClient({
    port,
    id: 'watcher',
    version: 4,
    clean: true,
    keepAliveSeconds: 0,
    onPacket: (packet) => {
      if (packet.type === packetType.publish) topics.push(readPublication(packet, 4).topic)
    },
  })
  watcher.send(subscribePacket(4, ['will/#'], 0))
  return topics
}

async function leaveSession(port: number, id: string, expirySeconds: number): Promise<void> {
  const client = await openClient({ port, id, version: 5, clean: true, keepAliveSeconds: 0, expirySeconds })
  client.send(subscribePacket(5, ['session/#'], 1))
  await sleep(100)
  client.drop()
}

async function hasSession(port: number, id: string): Promise<boolean> {
  const client = await openClient({
    port,
    id,
    version: 5,
    clean: false,
    keepAliveSeconds: 0,
    expirySeconds: 0,
  })
  client.drop()
  return client.sessionPresent
}

async function playJump(
  port: number,
  jump: string,
  i: number,
  set: (offset: string) => void,
  wills: readonly string[],
) {
  const topic = `will/${i}`
  const will = { topic, delaySeconds: 1 }
  const silent = {
    id: `silent-${i}`,
    version: 5,
    clean: true,
    keepAliveSeconds: 2,
    expirySeconds: 30,
    will,
  } as const
  const client = await openClient({ port, ...silent })
  await leaveSession(port, `short-${i}`, 2)
  await leaveSession(port, `long-${i}`, LONG_SECONDS)
  await sleep(500) // the broker has seen them go
  set(jump)
  await sleep(WAIT_SECONDS * 1_000)
  const figure = (what: string, ok: boolean): Figure => ({ what: `${jump}: ${what}`, value: String(ok), ok })
  return [
    figure('a client that fell silent was dropped', !client.open()),
    figure('its will came after its delay, once', wills.filter((one) => one === topic).length === 1),
    figure('a session of 2 s is gone', !(await hasSession(port, `short-${i}`))),
    figure(`a session of ${LONG_SECONDS} s is still there`, await hasSession(port, `long-${i}`)),
  ]
}

async function play(scene: Scene): Promise<readonly Figure[]> {
  if (!existsSync(LIBRARY)) throw new Error('libfaketime is needed; on Debian: apt-get install libfaketime')
  const file = join(scene.folder, 'offset')
  const set = (offset: string) => writeFileSync(file, `${offset}\n`)
  set('+0')
  const environment = {
    LD_PRELOAD: LIBRARY,
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  }
  const { port } = await scene.start([], { environment })
  const alive = await keepAlive(port, 20)
  scene.finally(alive.end)
  const wills = await watchWills(port)
  const seconds = JUMPS.length * (WAIT_SECONDS + 1)
  const flow = runFlow({ port, qos: 1, rate: 200, latency: true, seconds, drain: 10 })
  const figures: Figure[] = []
  for (const [i, jump] of JUMPS.entries()) figures.push(...(await playJump(port, jump, i, set, wills)))
  const { lost, received, maxMicroseconds, wentWrong } = await flow
  return [
    ...figures,
    { what: 'clients that ping and were dropped', value: alive.gone(), ok: alive.gone() === 0 },
    { what: 'messages meanwhile, lost', value: `${received}, ${lost}`, ok: lost === 0 && !wentWrong },
    { what: 'longest way of a message, us', value: maxMicroseconds, ok: maxMicroseconds < 1_000_000 },
  ]
}

export const clock: Fault = { name: 'clock', title: 'the wall clock jumps', play }
