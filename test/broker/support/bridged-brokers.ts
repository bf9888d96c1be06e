/** Two brokers with a bridge between them, each the reference broker or mosquitto, and clients at both ends. */

import { setTimeout as sleep } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import { mqttJs } from './mqtt-js.ts'
import type { PeerClient, PeerMessage } from './peer-client.ts'
import { type Engine, type PlacedBroker, placeBroker } from './running-broker.ts'
import { openLink, type SeverableLink } from './severable-link.ts'

/** Who has the `connection`, and who is connected to. */
export interface Pair {
  readonly near: Engine
  readonly far: Engine
}

export const PAIRS: readonly Pair[] = [
  { near: 'reference', far: 'mosquitto' },
  { near: 'mosquitto', far: 'reference' },
  { near: 'reference', far: 'reference' },
  { near: 'mosquitto', far: 'mosquitto' },
]

export interface BridgedBrokers {
  readonly near: PlacedBroker
  readonly far: PlacedBroker
  /** Between the two. */
  readonly link: SeverableLink
  /** A client of one of the two, MQTT 3.1.1, or 5.0 when asked for; leaves when the test has finished. */
  client(at: 'near' | 'far', version?: 4 | 5): Promise<PeerClient>
}

export interface BridgeSetup {
  /** After `connection` and `address`. */
  readonly bridge: string
  /** More of the far broker: options of its listener, and a second listener on `PORT1`, where the bridge comes in then. */
  readonly farConf?: string
  /** In the folders of both. */
  readonly files?: Readonly<Record<string, string>>
  /** Where the bridge looks for the far broker. */
  readonly host?: string
}

const OPEN = 'allow_anonymous true\n'

/** Starts the far broker, then the near one with its bridge. Clients come in at their first listeners. */
export async function placeBridge(pair: Pair, setup: BridgeSetup): Promise<BridgedBrokers> {
  const { bridge, farConf = '', files = {}, host = '127.0.0.1' } = setup
  const far = await placeBroker(pair.far, `${OPEN}listener PORT 127.0.0.1\n${farConf}`, files)
  const client = async (at: 'near' | 'far', version: 4 | 5 = 4) => {
    const { port } = at === 'near' ? near : far
    const connected = await mqttJs.connect({ transport: 'tcp', port }, { version })
    onTestFinished(() => connected.drop())
    return connected
  }
  const listener = `${OPEN}listener PORT 127.0.0.1\n`
  const link = await openLink(() => far.ports.at(-1) ?? 0, host === 'localhost' ? '127.0.0.1' : host)
  const connection = `connection bridge\naddress ${host}:${link.port}\nremote_clientid the-bridge\nrestart_timeout 1\n`
  const near = await placeBroker(
    pair.near,
    `${listener}${connection}${bridge}
`,
    files,
  )
  return { near, far, link, client }
}

/**
 * Publishes on `topic` until a message arrives as `arrivesAs`: from then on the bridge is up, with all subscriptions that
 * come before this one in the configuration.
 */
export async function untilCrossing(
  from: PeerClient,
  to: PeerClient,
  topic: string,
  arrivesAs: string,
): Promise<void> {
  await to.subscribe(arrivesAs, 0)
  let hasArrived = false
  const arrival = to.read(1).then(() => {
    hasArrived = true
  })
  let tries = 0
  for (; !hasArrived && tries < 400; tries++) {
    await from.publish(topic, 'probe')
    await Promise.race([arrival, sleep(50)])
  }
  await arrival
}

/** All messages up to that on `last`, probes left out. */
export async function readUntil(client: PeerClient, last: string): Promise<readonly PeerMessage[]> {
  const messages: PeerMessage[] = []
  for (;;) {
    const [message] = await client.read(1)
    if (message === undefined || (message.topic === last && message.payload === 'last')) return messages
    if (message.payload !== 'probe') messages.push(message)
  }
}

export const brief = ({ topic, payload, qos, retain }: PeerMessage) =>
  `${topic} ${payload} ${qos}${retain ? ' retained' : ''}`
