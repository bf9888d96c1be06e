/** Real clients over every transport, known by what the transport says of them; both brokers must do the same. */

import { afterAll, describe, expect, test } from 'vitest'
import { pythonWithPaho } from '../../bundles/python-with-paho.ts'
import { placeAllListeners, WAYS, type Way } from '../support/all-listeners.ts'
import { messageLines, pub, startSub } from '../support/mosquitto-clients.ts'
import { mqttJs } from '../support/mqtt-js.ts'
import { Paho } from '../support/paho.ts'
import type { Access, Peer } from '../support/peer-client.ts'
import { describeOnBoth } from '../support/running-broker.ts'

const VERSIONS = [3, 4, 5] as const
type Version = (typeof VERSIONS)[number]

/** Publishes on each topic in turn, and gives what a subscriber to all of them has received. */
type Exchange = (access: Access, version: Version, topics: readonly string[]) => Promise<readonly string[]>

interface Client {
  readonly name: string
  readonly speaks: (access: Access) => boolean
  readonly exchange: Exchange
}

function viaLibrary(peer: () => Peer): Exchange {
  return async (access, version, topics) => {
    const subscriber = await peer().connect(access, { version })
    const publisher = await peer().connect(access, { version })
    try {
      await subscriber.subscribe('#', 1)
      // MQTT.js takes the reason code of a refused message for a failure.
      for (const topic of topics) await publisher.publish(topic, 'x', { qos: 1 }).catch(() => {})
      const messages = await subscriber.read(1)
      return messages.map(({ topic }) => topic)
    } finally {
      subscriber.drop()
      publisher.drop()
    }
  }
}

const programs: Exchange = async (access, version, topics) => {
  const sub = startSub(access, { version, args: ['-t', '#', '-q', '1', '-C', '1'] })
  await sub.subscribed
  for (const topic of topics) await pub(access, { version, args: ['-t', topic, '-m', 'x', '-q', '1'] })
  return messageLines(await sub.ended).map((line) => line.split(' ')[0] ?? '')
}

let paho: Paho | undefined
afterAll(() => paho?.close())

const CLIENTS: readonly Client[] = [
  { name: 'MQTT.js', speaks: () => true, exchange: viaLibrary(() => mqttJs) },
  {
    name: 'mosquitto_pub and mosquitto_sub',
    speaks: ({ transport }) => transport !== 'websockets',
    exchange: programs,
  },
  {
    name: 'paho-mqtt',
    speaks: ({ transport, psk }) =>
      transport !== 'unix' && psk === undefined && pythonWithPaho() !== undefined,
    exchange: viaLibrary(() => {
      paho ??= new Paho()
      return paho
    }),
  },
]

const OTHERS: Readonly<Record<Way['identity'], string>> = {
  nobody: 'press-1/x',
  'press-1': 'nobody/x',
  meter: 'nobody/x',
}

describeOnBoth('transports', ['mosquitto_pub', 'mosquitto_sub', 'stdbuf'], (engine) => {
  test.each(WAYS)('$name lets clients in as $identity, and nobody passes for another', async (way) => {
    const broker = await placeAllListeners(engine)
    const access = way.access(broker)
    const own = `${way.identity}/x`
    const wrong: string[] = []
    for (const { name, speaks, exchange } of CLIENTS) {
      if (!speaks(access)) continue
      for (const version of VERSIONS) {
        // The first message to arrive is the allowed one, though it was sent last.
        const got = await exchange(access, version, [OTHERS[way.identity], own])
        if (got.join() !== own) wrong.push(`${name}, version ${version}: ${got}`)
      }
    }
    expect(wrong).toEqual([])
  })
})

describe('what each transport is tested with', () => {
  test('at least one library, and two where there are two', () => {
    const accesses = WAYS.map(({ access }) =>
      access({ ports: [], folder: '' } as unknown as Parameters<Way['access']>[0]),
    )
    const counts = accesses.map((access) => CLIENTS.filter(({ speaks }) => speaks(access)).length)
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(pythonWithPaho() === undefined ? 1 : 2)
  })
})
