/**
 * Asks a running broker, by trying, who may publish and who receives what. Every verdict rests on something that
 * arrived, never on a time that passed:
 * - publish: the user sends with QoS 1 and gets every PUBACK; the omniscient peer then flushes; the message was there or
 *   was not. The reason code of PUBACK (0x87 "not authorized") must say the same, or the probe throws.
 * - receive: the user subscribes to exactly that topic (SUBACK), the peer injects a message and flushes; the user's
 *   ping is answered after everything that was on its way to them; the message came or did not.
 * Limits: topics starting with `$` are seen by the peer only when named to {@link observeMosquitto} as `trees` (else PUBACK
 * decides alone); a listener with a mount point makes the probe throw.
 */

import { type Engine, startBrokerOn } from '../broker/support/running-broker.ts'
import type { MosquittoBroker, MosquittoOptions } from './mosquitto-broker.ts'
import {
  connectUser,
  type ProbeConnection,
  type ProbeUser,
  publish,
  roundTrip,
  subscribe,
} from './mosquitto-client.ts'
import { type OmniscientPeer, startOmniscientPeer } from './mosquitto-omniscient-peer.ts'

export type { ProbeUser } from './mosquitto-client.ts'

export interface ObservedBroker {
  readonly broker: MosquittoBroker
  readonly peer: OmniscientPeer
  /** What `#` does not cover and the peer sees nevertheless. */
  readonly trees: readonly string[]
  /** Like {@link MosquittoBroker.reload}, sooner. */
  reload(): Promise<void>
  stop(): Promise<void>
}

export interface ProbeQuestion {
  readonly user: ProbeUser
  /** `subscribe`: does the user receive a message on `topic`? */
  readonly action: 'publish' | 'subscribe'
  readonly topic: string
}

type Numbered = ProbeQuestion & { readonly id: string; readonly index: number }

/** Messages on their way at a time; mosquitto drops above max_queued_messages (1000). */
const WINDOW = 200
const USERS_AT_A_TIME = 8
const NOT_AUTHORIZED = 0x87
/** The reference broker never delays, and complains of an option that is given twice. */
const NO_DELAY: Readonly<Record<Engine, string>> = { mosquitto: 'set_tcp_nodelay true\n', reference: '' }

export interface ObserveOptions extends MosquittoOptions {
  /** What `#` does not cover and is to be seen nevertheless. */
  readonly trees?: readonly string[]
}

/** {@link observeBroker} on the installed mosquitto. */
export function observeMosquitto(options: ObserveOptions): Promise<ObservedBroker> {
  return observeBroker('mosquitto', options)
}

/**
 * Starts a broker like {@link startBrokerOn}, on a copy of the configuration with four things added at the end: an
 * omniscient peer, its log on stderr, no delay of small packets (40 ms each), and what `append` says.
 */
export async function observeBroker(engine: Engine, options: ObserveOptions): Promise<ObservedBroker> {
  const { trees = [], append = '' } = options
  const peer = await startOmniscientPeer()
  const lines = `${append}log_dest stderr\n${NO_DELAY[engine]}${peer.bridgeBlock(trees)}`
  const broker = await startBrokerOn(engine, { ...options, append: lines }).catch(async (error: unknown) => {
    await peer.close()
    throw error
  })
  await peer.attached()
  return {
    broker,
    peer,
    trees,
    // mosquitto looks for signals every 100 ms, or when something happens: the peer makes it happen
    async reload() {
      await Promise.all([broker.reload(), peer.flush()])
    },
    async stop() {
      await Promise.all([broker.stop(), peer.close()])
    },
  }
}

/**
 * The broker's verdicts, in the order of `questions`. Questions of one user share one connection.
 *
 * @throws Error when a user is not let in, or when the broker contradicts itself.
 */
export async function decideOnBroker(
  observed: ObservedBroker,
  questions: readonly ProbeQuestion[],
): Promise<boolean[]> {
  const verdicts: boolean[] = []
  const numbered = questions.map((question, index) => ({ ...question, index, id: `probe ${index}` }))
  for (const { topic } of questions) assertTopicName(topic)
  await inLanes(lanesOf(numbered), async (ofUser) => {
    const connection = await connectUser(ofUser.user)
    try {
      for (const batch of windows(ofUser.questions)) {
        for (const [index, verdict] of await decideBatch(observed, connection, batch))
          verdicts[index] = verdict
      }
    } finally {
      connection.client.end(true)
    }
  })
  return verdicts
}

/** Does a message that `user` publishes on `topic` arrive? */
export async function probePublish(
  observed: ObservedBroker,
  user: ProbeUser,
  topic: string,
): Promise<boolean> {
  return (await decideOnBroker(observed, [{ user, action: 'publish', topic }]))[0] === true
}

/** Does a message that somebody publishes on `topic` reach `user`? */
export async function probeReceive(
  observed: ObservedBroker,
  user: ProbeUser,
  topic: string,
): Promise<boolean> {
  return (await decideOnBroker(observed, [{ user, action: 'subscribe', topic }]))[0] === true
}

async function decideBatch(
  observed: ObservedBroker,
  { client, qos }: ProbeConnection,
  batch: readonly Numbered[],
): Promise<Map<number, boolean>> {
  const publications = batch.filter(({ action }) => action === 'publish')
  const receptions = batch.filter(({ action }) => action === 'subscribe')
  const [arrived, received] = [new Set<string>(), new Set<string>()]
  const unwatch = observed.peer.watch(({ topic, payload }) => arrived.add(trace(topic, payload)))
  const receive = (topic: string, payload: Buffer) => received.add(trace(topic, payload.toString()))
  client.on('message', receive)
  const reasonCodes = await Promise.all(publications.map(({ topic, id }) => publish(client, topic, id, qos)))
  await subscribe(client, [...new Set(receptions.map(({ topic }) => topic))])
  await roundTrip(client) // QoS 0 has no PUBACK
  for (const { topic, id } of receptions) observed.peer.inject(topic, id)
  await observed.peer.flush()
  await roundTrip(client)
  client.off('message', receive)
  unwatch()
  return new Map([
    ...publications.map(
      (asked, i) => [asked.index, publishVerdict(observed, asked, arrived, reasonCodes[i])] as const,
    ),
    ...receptions.map(({ index, topic, id }) => [index, received.has(trace(topic, id))] as const),
  ])
}

function trace(topic: string, payload: string): string {
  return `${payload} ${topic}`
}

/** Arrived or not; where the acknowledgement says something too, both must agree. */
function publishVerdict(
  { trees }: ObservedBroker,
  { topic, id, user }: Numbered,
  arrived: ReadonlySet<string>,
  reasonCode: number | undefined,
): boolean {
  const seen = arrived.has(trace(topic, id))
  const watched = !topic.startsWith('$') || trees.some((tree) => topic.startsWith(tree.replace(/[+#].*/, '')))
  if (reasonCode === undefined && !watched)
    throw new Error(`no evidence for "${topic}": name its tree to observeMosquitto`)
  if (reasonCode === undefined) return seen
  const acknowledged = reasonCode !== NOT_AUTHORIZED
  if (watched && acknowledged !== seen) {
    throw new Error(
      `PUBACK for ${user.username ?? 'anonymous'} on "${topic}" has reason code ${reasonCode}, but the message ${seen ? 'arrived' : 'did not arrive'}`,
    )
  }
  return acknowledged
}

/** The questions of each user; users who name the same client id exclude each other, so they share a lane. */
function lanesOf(questions: readonly Numbered[]): { user: ProbeUser; questions: Numbered[] }[][] {
  const lanes = new Map<string, Map<string, { user: ProbeUser; questions: Numbered[] }>>()
  for (const question of questions) {
    const who = JSON.stringify(question.user)
    const laneName = question.user.clientId === undefined ? `user ${who}` : `id ${question.user.clientId}`
    const lane = lanes.get(laneName) ?? new Map<string, { user: ProbeUser; questions: Numbered[] }>()
    lanes.set(laneName, lane)
    const asked = lane.get(who) ?? { user: question.user, questions: [] }
    lane.set(who, asked)
    asked.questions.push(question)
  }
  return Array.from(lanes.values(), (lane) => [...lane.values()])
}

/** Does `work` on all items: one after the other within a lane, up to {@link USERS_AT_A_TIME} lanes at once. */
async function inLanes<T>(lanes: readonly (readonly T[])[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = lanes.values()
  const worker = async () => {
    for (const lane of queue) for (const item of lane) await work(item)
  }
  await Promise.all(Array.from({ length: USERS_AT_A_TIME }, worker))
}

function windows(questions: readonly Numbered[]): Numbered[][] {
  const count = Math.ceil(questions.length / WINDOW)
  return Array.from({ length: count }, (_, i) => questions.slice(i * WINDOW, (i + 1) * WINDOW))
}

/** A topic that no client may send would end the connection, which says nothing about rights. */
function assertTopicName(topic: string): void {
  if (topic === '' || /[+#\0]/.test(topic))
    throw new RangeError(`${JSON.stringify(topic)} is not a topic name`)
}
