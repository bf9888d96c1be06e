/**
 * What client libraries use of a broker, as tests that any library can drive. Each returns what it saw, without what
 * may differ from run to run; what it must see depends on the version of the protocol alone.
 */

import type { ProtocolVersion } from '../../../src/broker/packet/packet.ts'
import {
  type Access,
  type Peer,
  type PeerClient,
  type PeerMessage,
  type PeerOptions,
  PeerRefused,
} from '../support/peer-client.ts'

type Qos = 0 | 1 | 2

export interface Place {
  readonly version: ProtocolVersion
  /** Connects with that version; the client leaves when the test has finished. */
  readonly connect: (options?: Omit<PeerOptions, 'version'>) => Promise<PeerClient>
}

export interface Feature {
  readonly name: string
  /** Of the protocol; without it all three. */
  readonly versions?: readonly ProtocolVersion[]
  readonly conf?: string
  readonly files?: Readonly<Record<string, string>>
  readonly run: (place: Place) => Promise<unknown>
  readonly sees: unknown | ((version: ProtocolVersion) => unknown)
}

const brief = ({ topic, payload, qos, retain }: PeerMessage) =>
  `${topic} ${payload} ${qos}${retain ? ' retained' : ''}`

const ALL_QOS: readonly Qos[] = [0, 1, 2]

/** A message that comes after all others of its publisher and QoS. */
const END = 'end'

/** As many as brokers take without an acknowledgement: the default of `max_inflight_messages`, which MQTT.js ignores. */
const AT_ONCE = 20

/** Everything up to the {@link END}. */
async function readToEnd(client: PeerClient): Promise<readonly PeerMessage[]> {
  const messages: PeerMessage[] = []
  for (;;) {
    const [message] = await client.read(1)
    if (message === undefined || message.payload === END) return messages
    messages.push(message)
  }
}

const PASSWORDS =
  'ada:$7$101$c0Jh2YskMPWyG+zs$k2M/lDaCMea2w9dsoEbVqzvKr4v7GPtPpw8UICqG7GnYo481CIiKg3KPERgn6TpnY5ZAR3x31NqsxpJzDHRm5Q==\n'

export const FEATURES: readonly Feature[] = [
  {
    name: 'each QoS is the lower one of publisher and subscriber',
    async run({ connect }) {
      const publisher = await connect()
      const seen: string[] = []
      for (const qos of ALL_QOS) {
        const subscriber = await connect()
        seen.push(`granted ${await subscriber.subscribe('q/+', qos)}`)
        for (const sent of ALL_QOS) {
          await publisher.publish(`q/${sent}`, 'x', { qos: sent })
          seen.push(...(await subscriber.read(1)).map(brief))
        }
      }
      return seen
    },
    sees: ALL_QOS.flatMap((qos) => [
      `granted ${qos}`,
      ...ALL_QOS.map((sent) => `q/${sent} x ${Math.min(sent, qos)}`),
    ]),
  },
  {
    name: 'many messages of QoS 2 come once each and in order',
    async run({ connect }) {
      const [publisher, subscriber] = [await connect(), await connect()]
      await subscriber.subscribe('many', 2)
      const numbers = Array.from({ length: 300 }, (_, i) => String(i))
      for (let at = 0; at < numbers.length; at += AT_ONCE) {
        const some = numbers.slice(at, at + AT_ONCE)
        await Promise.all(some.map((number) => publisher.publish('many', number, { qos: 2 })))
      }
      await publisher.publish('many', END, { qos: 2 })
      const got = (await readToEnd(subscriber)).map(({ payload }) => payload)
      return got.join() === numbers.join() ? 'all' : got
    },
    sees: 'all',
  },
  {
    name: 'a retained message is kept for those who come later, replaced, and removed by an empty one',
    async run({ connect }) {
      const [publisher, early] = [await connect(), await connect()]
      await early.subscribe('r/#', 1)
      const seen: string[] = []
      const later = async () => {
        const late = await connect()
        await late.subscribe('r/#', 1)
        await publisher.publish('r/end', END, { qos: 1 })
        seen.push(`later: ${(await readToEnd(late)).map(brief)}`)
      }
      for (const payload of ['1', '2', '']) {
        await publisher.publish('r/a', payload, { qos: 1, retain: true })
        seen.push(...(await early.read(1)).map(brief))
        await later()
        await readToEnd(early)
      }
      return seen
    },
    sees: ['r/a 1 1', 'later: r/a 1 1 retained', 'r/a 2 1', 'later: r/a 2 1 retained', 'r/a  1', 'later: '],
  },
  {
    name: 'a will is sent for whoever is cut off, and for nobody who says goodbye',
    async run({ connect }) {
      const watcher = await connect()
      await watcher.subscribe('will/#', 2)
      const will = (name: string) =>
        ({ topic: `will/${name}`, payload: 'gone', qos: 1, retain: true }) as const
      const polite = await connect({ will: will('polite') })
      const cutOff = await connect({ will: will('cut-off') })
      await polite.disconnect()
      cutOff.drop()
      const seen = (await watcher.read(1)).map(brief)
      const late = await connect()
      await late.subscribe('will/#', 2)
      return [...seen, ...(await late.read(1)).map(brief)]
    },
    sees: ['will/cut-off gone 1', 'will/cut-off gone 1 retained'],
  },
  {
    name: 'a will that is delayed does not come when the client is back in time',
    versions: [5],
    async run({ connect }) {
      const watcher = await connect()
      await watcher.subscribe('will/#', 1)
      const will = { topic: 'will/d', payload: 'gone', qos: 1, retain: false, delaySeconds: 60 } as const
      const first = await connect({ clientId: 'delayed', keepsSession: true, will })
      first.drop()
      await first.closed
      const second = await connect({ clientId: 'delayed', keepsSession: true })
      await second.publish('will/end', END, { qos: 1 })
      return [second.sessionPresent, await readToEnd(watcher)]
    },
    sees: [true, []],
  },
  {
    name: 'a shared subscription gives each message to one of its members, in turn',
    async run({ connect }) {
      const publisher = await connect()
      const members = [await connect(), await connect()]
      for (const member of members) await member.subscribe('$share/g/s/+', 1)
      for (let i = 0; i < 10; i++) await publisher.publish(`s/${i}`, 'x', { qos: 1 })
      const got = await Promise.all(members.map((member) => member.read(5)))
      return got
        .flat()
        .map(({ topic }) => topic)
        .sort()
    },
    sees: Array.from({ length: 10 }, (_, i) => `s/${i}`),
  },
  {
    name: 'a large payload arrives as it was sent',
    async run({ connect }) {
      const [publisher, subscriber] = [await connect(), await connect()]
      await subscriber.subscribe('large', 2)
      const payload = Array.from({ length: 1_000_000 }, (_, i) => String.fromCharCode((i * i) % 251)).join('')
      const seen: string[] = []
      for (const qos of ALL_QOS) {
        await publisher.publish('large', payload, { qos })
        const [message] = await subscriber.read(1)
        seen.push(`${message?.qos} ${message?.payload === payload}`)
      }
      return seen
    },
    sees: ['0 true', '1 true', '2 true'],
  },
  {
    name: 'a session outlives its connection, with its subscriptions and what came meanwhile',
    async run({ connect, version }) {
      const publisher = await connect()
      const first = await connect({ clientId: 'lasting', keepsSession: true })
      await first.subscribe('s/#', 2)
      first.drop()
      await first.closed
      for (const qos of [1, 2] as const) await publisher.publish(`s/${qos}`, 'kept', { qos })
      const second = await connect({ clientId: 'lasting', keepsSession: true })
      const seen = (await second.read(2)).map(brief)
      await second.disconnect()
      const third = await connect({ clientId: 'lasting' })
      await publisher.publish('s/3', 'lost', { qos: 1 })
      await third.subscribe('end', 1)
      await publisher.publish('end', END, { qos: 1 })
      return [version === 3 || second.sessionPresent, third.sessionPresent, ...seen, await readToEnd(third)]
    },
    sees: [true, false, 's/1 kept 1', 's/2 kept 2', []],
  },
  {
    name: 'a client with the same identifier takes over',
    async run({ connect }) {
      const first = await connect({ clientId: 'twin' })
      const second = await connect({ clientId: 'twin' })
      await first.closed
      await second.subscribe('t', 0)
      await second.publish('t', 'still here')
      return (await second.read(1)).map(brief)
    },
    sees: ['t still here 0'],
  },
  {
    name: 'overlapping subscriptions and unsubscribing',
    conf: 'allow_anonymous true\nallow_duplicate_messages true\n',
    async run({ connect }) {
      const [publisher, subscriber] = [await connect(), await connect()]
      await subscriber.subscribe('o/+', 0)
      await subscriber.subscribe('o/#', 1)
      await publisher.publish('o/a', 'both', { qos: 1 })
      const both = (await subscriber.read(2)).map(brief).sort()
      await subscriber.unsubscribe('o/+')
      await publisher.publish('o/a', 'one', { qos: 1 })
      await publisher.publish('o/a', END, { qos: 1 })
      return [...both, ...(await readToEnd(subscriber)).map(brief)]
    },
    sees: ['o/a both 0', 'o/a both 1', 'o/a one 1'],
  },
  {
    name: 'who may log in, and with which code the others are refused',
    conf: 'allow_anonymous false\npassword_file FOLDER/passwords\n',
    files: { passwords: PASSWORDS },
    async run({ connect }) {
      const codes: (number | undefined)[] = []
      const logIns = [
        { username: 'ada', password: 'right' },
        { username: 'ada', password: 'wrong' },
        { username: 'eve', password: 'right' },
        {},
      ]
      for (const logIn of logIns) {
        codes.push(
          await connect(logIn).then(
            () => 0,
            (error: unknown) => {
              if (error instanceof PeerRefused) return error.code
              throw error
            },
          ),
        )
      }
      return codes
    },
    sees: (version: ProtocolVersion) => (version === 5 ? [0, 0x87, 0x87, 0x87] : [0, 5, 5, 5]),
  },
  {
    name: 'an ACL file decides what is delivered',
    conf: 'acl_file FOLDER/acl\nallow_anonymous true\n',
    files: { acl: 'topic write in/#\ntopic read #\ntopic deny in/secret\n' },
    async run({ connect }) {
      const [publisher, subscriber] = [await connect(), await connect()]
      const granted = await subscriber.subscribe('#', 1)
      for (const topic of ['in/a', 'out/a', 'in/secret']) {
        // MQTT.js takes the reason code of a refused message for a failure.
        await publisher.publish(topic, 'x', { qos: 1 }).catch(() => {})
      }
      await publisher.publish('in/end', END, { qos: 1 })
      return [granted, (await readToEnd(subscriber)).map(brief)]
    },
    sees: [[1], ['in/a x 1']],
  },
  {
    name: 'properties of a message come through, and its subscriptions are named',
    versions: [5],
    async run({ connect }) {
      const [publisher, subscriber] = [await connect(), await connect()]
      await subscriber.subscribe('p/+', 1, { identifier: 7 })
      const properties = {
        contentType: 'text/plain',
        responseTopic: 'answers/1',
        correlationData: 'call 1',
        userProperties: [
          ['a', '1'],
          ['a', '2'],
          ['b', 'é'],
        ],
        isUtf8: true,
      } as const
      await publisher.publish('p/a', 'x', { qos: 1, properties })
      return (await subscriber.read(1)).map(({ properties }) => properties)
    },
    sees: [
      {
        contentType: 'text/plain',
        responseTopic: 'answers/1',
        correlationData: 'call 1',
        userProperties: [
          ['a', '1'],
          ['a', '2'],
          ['b', 'é'],
        ],
        isUtf8: true,
        subscriptionIdentifiers: [7],
      },
    ],
  },
  {
    name: 'options of a subscription: no local, retain as published, retain handling',
    versions: [5],
    async run({ connect }) {
      const client = await connect()
      await client.publish('o/r', 'old', { qos: 1, retain: true })
      await client.subscribe('o/+', 1, { noLocal: true, retainHandling: 2 })
      await client.publish('o/x', 'own', { qos: 1 })
      const other = await connect()
      await other.subscribe('o/+', 1, { retainAsPublished: true, retainHandling: 2 })
      await other.publish('o/x', 'kept flag', { qos: 1, retain: true })
      await client.subscribe('o/r', 1, { retainHandling: 1 })
      const seen = (await client.read(2)).map(brief)
      await client.subscribe('o/r', 1, { retainHandling: 1 })
      await other.publish('o/end', END, { qos: 1 })
      return [seen, await readToEnd(client), (await other.read(1)).map(brief)]
    },
    sees: [['o/x kept flag 1', 'o/r old 1 retained'], [], ['o/x kept flag 1 retained']],
  },
]

/** Runs `feature`; its clients leave at the end. */
export async function runFeature(
  feature: Feature,
  peer: Peer,
  access: Access,
  version: ProtocolVersion,
): Promise<unknown> {
  const clients: PeerClient[] = []
  const connect: Place['connect'] = async (options) => {
    const client = await peer.connect(access, { ...options, version })
    clients.push(client)
    return client
  }
  try {
    return await feature.run({ version, connect })
  } finally {
    for (const client of clients) client.drop()
  }
}

export function expected({ sees }: Feature, version: ProtocolVersion): unknown {
  return typeof sees === 'function' ? sees(version) : sees
}
