import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { Counters } from '../../../src/broker/observe/counters.ts'
import { nextLoads } from '../../../src/broker/observe/sys-load.ts'
import { SysPublisher } from '../../../src/broker/observe/sys-publisher.ts'
import { type SysSample, sysTopics } from '../../../src/broker/observe/sys-tree.ts'
import { encode } from '../../../src/broker/packet/encode.ts'
import type { Connect } from '../../../src/broker/packet/packet.ts'
import { freePort, startMosquitto } from '../../support/mosquitto-broker.ts'
import { describeWithPeers, needPeer } from '../../support/real-peer.ts'
import { sampleCounters, sampleGauges } from './sample-status.ts'

const sample = (more: Partial<SysSample> = {}): SysSample => ({
  version: '1.2.3',
  uptimeSeconds: 0,
  counters: sampleCounters(),
  gauges: sampleGauges,
  memory: { heapUsed: 1000, external: 500, resident: 9999 },
  ...more,
})

/** mosquitto(8) "Broker status", and three topics that are new in 2.1. */
const NEW_IN_2_1 = ['connections/socket/count', 'packet/out/bytes', 'packet/out/count']

test('the first update has all 56 topics, each with its own number', () => {
  const { updates } = sysTopics(undefined, sample())
  expect(updates).toHaveLength(56)
  const values = Object.fromEntries(
    updates.map(([topic, payload]) => [topic.replace('$SYS/broker/', ''), payload]),
  )
  const loads = Object.keys(values).filter((name) => name.startsWith('load/'))
  expect(loads).toHaveLength(27)
  for (const name of loads) {
    expect(values[name]).toBe('0.00')
    delete values[name]
  }
  const counters = sampleCounters()
  expect(values).toEqual({
    version: 'mqttopia version 1.2.3',
    uptime: '0 seconds',
    'clients/total': '17',
    'clients/maximum': String(counters.clientsMaximum),
    'clients/disconnected': '5',
    'clients/inactive': '5',
    'clients/connected': '12',
    'clients/active': '12',
    'clients/expired': String(counters.clientsExpired),
    'messages/stored': '41',
    'messages/received': String(counters.packetsReceived),
    'messages/sent': String(counters.packetsSent),
    'store/messages/count': '41',
    'store/messages/bytes': '51',
    'subscriptions/count': '21',
    'shared_subscriptions/count': '3',
    'retained messages/count': '31',
    'heap/current': '1500',
    'heap/maximum': '1500',
    'bytes/received': String(counters.bytesReceived),
    'bytes/sent': String(counters.bytesSent),
    'publish/bytes/received': String(counters.publishBytesReceived),
    'publish/bytes/sent': String(counters.publishBytesSent),
    'publish/messages/dropped': String(counters.publishDropped),
    'publish/messages/received': String(counters.publishReceived),
    'publish/messages/sent': String(counters.publishSent),
    'packet/out/count': '71',
    'packet/out/bytes': '81',
    'connections/socket/count': String(counters.socketsOpened),
  })
})

test('later only what has changed is published', () => {
  const { next } = sysTopics(undefined, sample())
  expect(sysTopics(next, sample({ uptimeSeconds: 10.9 })).updates).toEqual([
    ['$SYS/broker/uptime', '10 seconds'],
  ])
  const counters = sampleCounters()
  counters.clientsExpired = 7
  const changed = sample({ uptimeSeconds: 10, counters, gauges: { ...sampleGauges, clientsConnected: 13 } })
  expect(Object.fromEntries(sysTopics(next, changed).updates)).toEqual({
    '$SYS/broker/uptime': '10 seconds',
    '$SYS/broker/clients/expired': '7',
    '$SYS/broker/clients/connected': '13',
    '$SYS/broker/clients/active': '13',
    '$SYS/broker/clients/disconnected': '4',
    '$SYS/broker/clients/inactive': '4',
  })
})

test('the maximum of the heap stays when the heap shrinks', () => {
  const { next } = sysTopics(undefined, sample())
  const smaller = sample({ uptimeSeconds: 1, memory: { heapUsed: 100, external: 50, resident: 1 } })
  expect(sysTopics(next, smaller).updates).toEqual([
    ['$SYS/broker/uptime', '1 seconds'],
    ['$SYS/broker/heap/current', '150'],
  ])
})

describe('load averages', () => {
  const loadsAfter = (steps: readonly (readonly [seconds: number, received: number])[]) => {
    const counters = new Counters()
    let state = nextLoads(undefined, 0, counters)
    for (const [seconds, received] of steps) {
      counters.publishReceived += received
      state = nextLoads(state, seconds, counters)
    }
    return [1, 5, 15].map((minutes) =>
      state.averages.get(`$SYS/broker/load/publish/received/${minutes}min`)?.toFixed(2),
    )
  }

  test.each([
    { name: 'nothing', steps: [[10, 0]] as const, loads: ['0.00', '0.00', '0.00'] },
    // 600 a minute: 600 (1 - e^(-1/6)), 600 (1 - e^(-1/30)), 600 (1 - e^(-1/90))
    { name: '100 in 10 s', steps: [[10, 100]] as const, loads: ['92.11', '19.67', '6.63'] },
    {
      name: 'and 10 s of silence',
      steps: [
        [10, 100],
        [10, 0],
      ] as const,
      loads: ['77.97', '19.03', '6.56'],
    },
    { name: 'no time has passed', steps: [[0, 100]] as const, loads: ['0.00', '0.00', '0.00'] },
  ])('$name', ({ steps, loads }) => {
    expect(loadsAfter(steps)).toEqual(loads)
  })

  test('what comes in no time counts with the next time', () => {
    expect(
      loadsAfter([
        [0, 100],
        [10, 0],
      ]),
    ).toEqual(loadsAfter([[10, 100]]))
  })

  test('a steady rate is approached, whatever the interval', () => {
    const steady = loadsAfter(Array.from({ length: 3000 }, () => [2, 20] as const))
    expect(steady).toEqual(['600.00', '600.00', '599.24'])
  })
})

describe('the publisher', () => {
  function setUp(intervalSeconds: number) {
    const published: string[] = []
    let uptimeSeconds = 0
    const parts = {
      intervalSeconds: () => intervalSeconds,
      sample: () => sample({ uptimeSeconds: uptimeSeconds++ }),
      publish: (topic: string) => void published.push(topic),
    }
    const publisher = new SysPublisher(parts)
    const ticks = (...seconds: readonly number[]) =>
      seconds.map((second) => {
        published.length = 0
        publisher.tick(second * 1000)
        return published.length
      })
    return { ticks }
  }

  test('publishes at the start, then when the wall clock passes a multiple of the interval', () => {
    expect(setUp(10).ticks(1003, 1009.99, 1010.2, 1011.2, 1019, 1021, 1029, 1030)).toEqual([
      56, 0, 1, 0, 0, 1, 0, 1,
    ])
  })

  test('goes on when the clock jumps', () => {
    expect(setUp(10).ticks(1000, 5, 6, 99_999)).toEqual([56, 1, 0, 1])
  })

  test('is silent with interval 0', () => {
    expect(setUp(0).ticks(1000, 1010)).toEqual([0, 0])
  })
})

describeWithPeers(['mosquitto', 'mosquitto_sub'], 'the $SYS tree of Mosquitto', () => {
  test('has the same topics, but for those that are new in 2.1', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sys-tree-'))
    const port = await freePort()
    const conf = join(folder, 'mosquitto.conf')
    writeFileSync(conf, `listener ${port} 127.0.0.1\nallow_anonymous true\nsys_interval 1\n`)
    const broker = await startMosquitto({ conf })
    // Mosquitto tells of the maximum of clients only once it has counted one.
    const client = connect(port, '127.0.0.1').on('error', () => {})
    client.write(encode(4, CLIENT))
    try {
      const real = await topicsOf(port, 53)
      const ours = sysTopics(undefined, sample()).updates.map(([topic]) => topic)
      const fresh = NEW_IN_2_1.map((name) => `$SYS/broker/${name}`)
      expect(ours.filter((topic) => !fresh.includes(topic)).sort()).toEqual(real)
      expect(ours).toEqual(expect.arrayContaining(fresh))
    } finally {
      client.destroy()
      await broker.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  })
})

const CLIENT: Connect = {
  type: 'connect',
  version: 4,
  isBridge: false,
  cleanStart: true,
  keepAliveSeconds: 0,
  clientId: 'counted',
}

/** Asks until there are as many topics as there should be: the first update comes a second after the start. */
async function topicsOf(port: number, count: number): Promise<string[]> {
  const topics = new Set<string>()
  for (let i = 0; i < 10 && topics.size < count; i++) {
    const args = ['-p', String(port), '-t', '$SYS/#', '-F', '%t', '-W', '1']
    const { stdout } = await promisify(execFile)(needPeer('mosquitto_sub'), args).catch(
      (timedOut: { stdout: string }) => timedOut,
    )
    for (const topic of stdout.split('\n').filter((line) => line !== '')) topics.add(topic)
  }
  return [...topics].sort()
}
