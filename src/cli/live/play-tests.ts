/** Plays the tests of a topology on running brokers: each user connects with its own credentials, and tells what comes. */

import { setTimeout as sleep } from 'node:timers/promises'
import { clientView } from '../../bundles/client-view.ts'
import { connectionOf } from '../../bundles/connection.ts'
import { Failure } from '../../diagnostics/failure.ts'
import { type Materials, userCertificateId } from '../../pki/materials.ts'
import { randomPool } from '../../state/secrets/random-pool.ts'
import type { Broker } from '../../topology/broker.ts'
import type { MessageTest } from '../../topology/message-test.ts'
import type { Topology } from '../../topology/topology.ts'
import type { User } from '../../topology/user.ts'
import { LoginRefused, MqttClient } from './mqtt-client.ts'
import { type OtherAddress, openStream } from './open-stream.ts'

export interface Stage {
  /** As the brokers run it. */
  readonly topology: Topology
  readonly materials: Materials
  /** By `BROKER` or `BROKER/LISTENER`. */
  readonly addresses: ReadonlyMap<string, OtherAddress>
  /** Milliseconds that an expected message may take. */
  readonly patienceMs: number
}

export interface PlayedTest {
  readonly test: MessageTest
  /** Whom the test speaks of, in its order. */
  readonly outcomes: readonly Outcome[]
  /** Why it could not be played to the end. */
  readonly problem?: string
}

export interface Outcome {
  readonly name: string
  readonly expected: boolean
  /** Where it came, and under which name. */
  readonly seen: readonly Delivery[]
}

export interface Delivery {
  readonly broker: string
  readonly topic: string
}

/** What bridges may still bring after all that was expected has come. */
const SETTLE_MS = 500
const TURN_MS = 10
const NAME_BYTES = 8

export async function playTests(stage: Stage, tests: readonly MessageTest[]): Promise<readonly PlayedTest[]> {
  const players = new Players(stage)
  const played: PlayedTest[] = []
  try {
    for (const test of tests) played.push(await play(stage, players, test))
    return played
  } finally {
    players.end()
  }
}

async function play(stage: Stage, players: Players, test: MessageTest): Promise<PlayedTest> {
  const { topology, patienceMs } = stage
  const names = [...test.delivered, ...test.notDelivered].map(({ name }) => name)
  const token = `mqttopia test ${players.freshName()}`
  const outcomes = (): readonly Outcome[] => [
    ...test.delivered.map(({ name }) => ({ name, expected: true, seen: players.seen(name, token) })),
    ...test.notDelivered.map(({ name }) => ({ name, expected: false, seen: players.seen(name, token) })),
  ]
  try {
    const receivers = await players.of(names, test.topic)
    const sender = await players.on(test.user.name, test.broker.name)
    await sender.publish(test.topic, token)
    const isThere = () => test.delivered.every(({ name }) => players.seen(name, token).length > 0)
    await until(isThere, patienceMs)
    if (topology.bridges.length > 0) await sleep(SETTLE_MS)
    for (const receiver of receivers) await receiver.ping()
    return { test, outcomes: outcomes() }
  } catch (error) {
    if (!(error instanceof LoginRefused || error instanceof CannotPlay)) throw error
    return { test, outcomes: outcomes(), problem: error.message }
  }
}

async function until(happened: () => boolean, patienceMs: number): Promise<void> {
  for (let turns = 0; !happened() && turns * TURN_MS < patienceMs; turns++) await sleep(TURN_MS)
}

/** A user whose credentials are elsewhere, or whom no listener takes. */
class CannotPlay extends Failure {}

interface Player {
  publish(topic: string, payload: string): Promise<void>
  ping(): Promise<void>
  listen(topic: string): Promise<void>
  end(): void
}

/** Connections by user and broker, each made when it is first needed. */
class Players {
  readonly #stage: Stage
  readonly #connected = new Map<string, Player>()
  readonly #deliveries = new Map<string, Delivery[]>()

  readonly #random = randomPool()

  constructor(stage: Stage) {
    this.#stage = stage
  }

  /** Which no other run has. */
  freshName(): string {
    return Buffer.from(this.#random(NAME_BYTES)).toString('hex')
  }

  seen(name: string, token: string): readonly Delivery[] {
    return this.#deliveries.get(`${name}\0${token}`) ?? []
  }

  /** All connections of these users, listening to everything, and to the topic where `#` leaves it out. */
  async of(names: readonly string[], topic: string): Promise<readonly Player[]> {
    const players: Player[] = []
    for (const name of names) {
      for (const broker of this.#user(name).at) {
        const player = await this.on(name, broker.name)
        await player.listen(topic)
        players.push(player)
      }
    }
    return players
  }

  async on(name: string, brokerName: string): Promise<Player> {
    const key = `${name}\0${brokerName}`
    const known = this.#connected.get(key)
    if (known !== undefined) return known
    const user = this.#user(name)
    const broker = user.at.find((one) => one.name === brokerName)
    if (broker === undefined) throw new CannotPlay(`"${name}" does not connect to broker "${brokerName}"`)
    const player = await this.#connect(user, broker)
    this.#connected.set(key, player)
    return player
  }

  end(): void {
    for (const player of this.#connected.values()) player.end()
  }

  #user(name: string): User {
    const user = this.#stage.topology.users.find((one) => one.name === name)
    if (user === undefined) throw new CannotPlay(`there is no user "${name}"`)
    return user
  }

  async #connect(user: User, broker: Broker): Promise<Player> {
    const { materials, topology, addresses } = this.#stage
    const connection = connectionOf(user, broker)
    if (connection === undefined)
      throw new CannotPlay(`no listener of broker "${broker.name}" takes the credentials of "${user.name}"`)
    if (materials.awaited?.has(userCertificateId(user.name)) === true)
      throw new CannotPlay(`the certificate of "${user.name}" is awaited`)
    const view = clientView({ topology: topology.name, bundle: '', user, connection, materials })
    if (view.certificate !== null && view.key === null)
      throw new CannotPlay(`the key of "${user.name}" is elsewhere: nobody here can connect as it`)
    const place = addresses.get(`${broker.name}/${view.listener}`) ?? addresses.get(broker.name)
    const stream = await openStream(view, place)
    const identity = {
      version: view.protocolVersion,
      clientId: user.clientId ?? `mqttopia-${this.freshName()}`,
      ...(view.password === null ? {} : { username: user.name, password: view.password }),
    }
    const note = (topic: string, payload: string) =>
      this.#note(user.name, { broker: broker.name, topic }, payload)
    const client = await MqttClient.connect(stream, identity, note).catch((error: unknown) => {
      if (!(error instanceof LoginRefused)) throw error
      throw new LoginRefused(`"${user.name}" cannot connect to broker "${broker.name}": ${error.message}`)
    })
    return playerOf(client, connection.maxQos > 0 ? 1 : 0)
  }

  #note(name: string, delivery: Delivery, payload: string): void {
    const key = `${name}\0${payload}`
    const known = this.#deliveries.get(key) ?? []
    if (known.some(({ broker, topic }) => broker === delivery.broker && topic === delivery.topic)) return
    this.#deliveries.set(key, [...known, delivery])
  }
}

function playerOf(client: MqttClient, qos: 0 | 1): Player {
  const heard = new Set<string>()
  return {
    publish: (topic, payload) => client.publish(topic, payload, qos),
    ping: () => client.ping(),
    listen: async (topic) => {
      const filters = ['#', ...(topic.startsWith('$') ? [topic] : [])].filter((filter) => !heard.has(filter))
      if (filters.length === 0) return
      await client.subscribe(filters, qos)
      for (const filter of filters) heard.add(filter)
    },
    end: () => client.end(),
  }
}
