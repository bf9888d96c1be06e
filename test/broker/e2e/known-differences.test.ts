/**
 * Where the reference broker, which follows Mosquitto 2.1, is seen to differ from Mosquitto 2.0.11, and why. Everywhere
 * else both must show the same; what differs stands here, so that a difference that is new, or gone, is noticed.
 */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { freePort } from '../../support/mosquitto-broker.ts'
import { decideOnBroker, observeBroker } from '../../support/mosquitto-probe.ts'
import { describeWithPeers } from '../../support/real-peer.ts'
import { placeBridge, readUntil, untilCrossing } from '../support/bridged-brokers.ts'
import { mqttJs } from '../support/mqtt-js.ts'
import type { PeerClient } from '../support/peer-client.ts'
import { type Engine, placeBroker } from '../support/running-broker.ts'

interface Difference {
  readonly what: string
  readonly because: string
  readonly see: (engine: Engine) => Promise<unknown>
  readonly mosquitto: unknown
  readonly reference: unknown
}

const DIFFERENCES: readonly Difference[] = [
  {
    what: '%u as a part of a level',
    because: '2.1 replaces variables that are a whole level and no others',
    see: (engine) => mayPublish(engine, 'pattern write pre%u/x', 'ada', 'preada/x'),
    mosquitto: true,
    reference: false,
  },
  {
    what: '%u with a slash in the name of the user',
    because: 'in 2.1 a variable stands for one level',
    see: (engine) => mayPublish(engine, 'pattern write home/%u/x', 'a/b', 'home/a/b/x'),
    mosquitto: true,
    reference: false,
  },
  {
    what: 'a pattern that starts with %u, for a user whose name starts with $',
    because: 'in 2.1 no filter that starts with a variable or wildcard matches a $ topic',
    see: (engine) => mayPublish(engine, 'pattern write %u/x', '$x', '$x/x'),
    mosquitto: true,
    reference: false,
  },
  {
    what: 'overlapping subscriptions in 3.1.1, by default',
    because: 'allow_duplicate_messages is true by default in 2.1, as the manual of 2.0 says too',
    see: async (engine) => {
      const client = await clientOf(engine, '', 4)
      await client.subscribe('o/+', 1)
      await client.subscribe('o/#', 1)
      await client.publish('o/x', 'x', { qos: 1 })
      await client.publish('o/end', 'last', { qos: 1 })
      return (await readUntil(client, 'o/end')).length
    },
    mosquitto: 1,
    reference: 2,
  },
  {
    what: 'more messages of QoS 2 at once than the receive maximum allows',
    because:
      'a server must then end the connection with 0x93 (MQTT 5.0 3.3.4); 2.0 refuses the message with 0x97',
    see: async (engine) => {
      const client = await clientOf(engine, '', 5)
      const sent = Array.from({ length: 30 }, () => client.publish('x', 'x', { qos: 2 }))
      const refusal = Promise.all(sent).then(
        () => 'taken',
        (error: unknown) => (error instanceof Error && 'code' in error ? error.code : 'closed'),
      )
      return Promise.race([refusal, client.closed.then(() => 'closed')])
    },
    mosquitto: 0x97,
    reference: 'closed',
  },
  {
    what: 'a mount point, at delivery',
    because: '2.0.11 forgets to take it off the topic',
    see: async (engine) => {
      const client = await clientOf(engine, 'mount_point m/\n', 4)
      await client.subscribe('t', 0)
      await client.publish('t', 'x')
      return (await client.read(1)).map(({ topic }) => topic)
    },
    mosquitto: ['m/t'],
    reference: ['t'],
  },
  {
    what: 'a packet of more than 2,000,000 bytes, by default',
    because: 'max_packet_size has a default in 2.1',
    see: async (engine) => {
      const client = await clientOf(engine, '', 4)
      await client.subscribe('t', 0)
      await client.publish('t', 'x'.repeat(2_000_001)).catch(() => {})
      const delivered = client.read(1).then(([message]) => message?.payload.length)
      delivered.catch(() => {})
      return Promise.race([delivered, client.closed.then(() => 'closed')])
    },
    mosquitto: 2_000_001,
    reference: 'closed',
  },
  {
    what: 'a bridge line after one whose pattern is empty',
    because: '2.1 takes a missing pattern or prefix for equal to any other, and the line for a repetition',
    see: async (near) => {
      const bridge = await placeBridge(
        { near, far: 'mosquitto' },
        { bridge: 'topic "" out 1 here there\ntopic other out 1\ntopic end out 0' },
      )
      const [local, remote] = [await bridge.client('near'), await bridge.client('far')]
      await untilCrossing(local, await bridge.client('far'), 'end', 'end')
      await remote.subscribe('#', 1)
      for (const topic of ['here', 'other']) await local.publish(topic, 'x', { qos: 1 })
      await local.publish('end', 'last')
      return (await readUntil(remote, 'end')).map(({ topic }) => topic)
    },
    mosquitto: ['there', 'other'],
    reference: ['there'],
  },
]

describeWithPeers(['mosquitto'], 'known differences from Mosquitto 2.0', () => {
  test.each(DIFFERENCES)('$what: $because', async ({ see, mosquitto, reference }) => {
    expect({ mosquitto: await see('mosquitto'), reference: await see('reference') }).toEqual({
      mosquitto,
      reference,
    })
  })
})

async function clientOf(engine: Engine, conf: string, version: 4 | 5): Promise<PeerClient> {
  const { port } = await placeBroker(engine, `allow_anonymous true\nlistener PORT 127.0.0.1\n${conf}`)
  const client = await mqttJs.connect({ transport: 'tcp', port }, { version })
  onTestFinished(() => client.drop())
  return client
}

async function mayPublish(engine: Engine, acl: string, username: string, topic: string): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'mqttopia-differences-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const port = await freePort()
  const conf = join(folder, 'mosquitto.conf')
  writeFileSync(join(folder, 'acl'), `${acl}\n`)
  writeFileSync(conf, `listener ${port} 127.0.0.1\nallow_anonymous true\nacl_file ${join(folder, 'acl')}\n`)
  const observed = await observeBroker(engine, { conf, folder })
  onTestFinished(() => observed.stop())
  const user = { url: `mqtt://127.0.0.1:${port}`, username, password: 'x' }
  const [verdict] = await decideOnBroker(observed, [{ user, action: 'publish', topic }])
  return verdict
}
