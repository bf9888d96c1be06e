/** paho-mqtt for Python as a peer: one process of `paho-clients.py` holds the clients of a test file. */

import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pythonWithPaho } from '../../bundles/python-with-paho.ts'
import {
  type Access,
  Inbox,
  type Peer,
  type PeerClient,
  type PeerMessage,
  type PeerOptions,
  PeerRefused,
  SESSION_SECONDS,
} from './peer-client.ts'

type Event =
  | { readonly event: 'connack'; readonly code: number; readonly sessionPresent: boolean }
  | { readonly event: 'closed'; readonly code: number | null }
  | { readonly event: 'message'; readonly message: PeerMessage }
  | { readonly event: 'asked'; readonly mid: number }
  | { readonly event: 'answer'; readonly mid: number; readonly codes: readonly number[] }
  | { readonly event: 'failed'; readonly problem: string }

const SCRIPT = join(import.meta.dirname, 'paho-clients.py')

/** Cannot use pre-shared keys and Unix sockets. */
export class Paho implements Peer {
  readonly name = 'paho-mqtt'
  readonly #process: ChildProcess
  readonly #clients = new Map<number, PahoClient>()

  constructor() {
    const python = pythonWithPaho()
    if (python === undefined) throw new Error('no Python with paho-mqtt')
    this.#process = spawn(python, [SCRIPT], { stdio: ['pipe', 'pipe', 'inherit'] })
    const { stdout } = this.#process
    if (stdout === null) throw new Error('no standard output')
    createInterface({ input: stdout }).on('line', (line) => {
      const { client, ...event } = JSON.parse(line) as Event & { readonly client: number }
      this.#clients.get(client)?.take(event)
    })
  }

  async connect(access: Access, options: PeerOptions): Promise<PeerClient> {
    const number = this.#clients.size
    const client = new PahoClient((command) =>
      this.#process.stdin?.write(`${JSON.stringify({ client: number, ...command })}\n`),
    )
    this.#clients.set(number, client)
    await client.connect({
      ...connectCommand(access, options),
      clientId: options.clientId ?? `paho-${number}`,
    })
    return client
  }

  close(): void {
    this.#process.kill()
  }
}

function connectCommand(access: Access, options: PeerOptions) {
  const { transport, port, ca, cert, key } = access
  const { version, username, password, keepsSession = false, will } = options
  const properties = version === 5 && keepsSession ? { sessionExpirySeconds: SESSION_SECONDS } : {}
  const delay =
    will?.delaySeconds === undefined ? {} : { properties: { willDelaySeconds: will.delaySeconds } }
  return {
    do: 'connect',
    host: 'localhost',
    port,
    transport,
    version,
    clean: !keepsSession,
    properties,
    ...{ username, password, ca, cert, key },
    ...(will && { will: { ...will, ...delay } }),
  }
}

type Command = Readonly<Record<string, unknown>>

class PahoClient implements PeerClient {
  sessionPresent = false
  readonly closed: Promise<void>
  readonly #send: (command: Command) => void
  readonly #inbox = new Inbox()
  readonly #answers = new Map<number, readonly number[]>()
  /** Waiting for their number, in the order in which they were sent. */
  readonly #asked: ((event: Extract<Event, { readonly event: 'asked' | 'failed' }>) => void)[] = []
  readonly #listeners = new Set<(event: Event) => void>()

  constructor(send: (command: Command) => void) {
    this.#send = send
    this.closed = this.#when((event) => (event.event === 'closed' ? [] : undefined)).then(() => {})
  }

  take(event: Event): void {
    if (event.event === 'message') this.#inbox.add(event.message)
    if (event.event === 'asked' || event.event === 'failed') this.#asked.shift()?.(event)
    if (event.event === 'answer') this.#answers.set(event.mid, event.codes)
    for (const listener of this.#listeners) listener(event)
  }

  async connect(command: Command): Promise<void> {
    const came = this.#when((event) => ('message' in event ? undefined : [event]))
    this.#send(command)
    const [event] = await came
    if (event?.event === 'connack' && event.code === 0) this.sessionPresent = event.sessionPresent
    else {
      this.#send({ do: 'disconnect' })
      throw new PeerRefused(event?.event === 'connack' ? event.code : undefined, event)
    }
  }

  read(count: number): Promise<readonly PeerMessage[]> {
    return this.#inbox.read(count)
  }

  subscribe(
    filter: string,
    qos: 0 | 1 | 2,
    { identifier, ...options }: Parameters<PeerClient['subscribe']>[2] = {},
  ): Promise<readonly number[]> {
    const properties = identifier === undefined ? {} : { subscriptionIdentifier: identifier }
    return this.#ask({ do: 'subscribe', filter, qos, ...options, properties })
  }

  async unsubscribe(filter: string): Promise<void> {
    await this.#ask({ do: 'unsubscribe', filter })
  }

  async publish(
    topic: string,
    payload: string,
    { qos = 0, retain = false, properties }: Parameters<PeerClient['publish']>[2] = {},
  ): Promise<void> {
    await this.#ask({ do: 'publish', topic, payload, qos, retain, properties })
  }

  async disconnect(): Promise<void> {
    this.#send({ do: 'disconnect' })
    await this.closed
  }

  drop(): void {
    this.#send({ do: 'drop' })
  }

  /** What is asked is made in turn, and paho tells its number then. */
  async #ask(command: Command): Promise<readonly number[]> {
    const mid = await new Promise<number>((resolve, reject) => {
      this.#asked.push((event) =>
        event.event === 'asked' ? resolve(event.mid) : reject(new Error(event.problem)),
      )
      this.#send(command)
    })
    const early = this.#answers.get(mid)
    const codes =
      early ??
      (await this.#when((event) => (event.event === 'answer' && event.mid === mid ? event.codes : undefined)))
    this.#answers.delete(mid)
    return codes
  }

  #when<T>(found: (event: Event) => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const listener = (event: Event) => {
        try {
          const value = found(event)
          if (value === undefined) return
          this.#listeners.delete(listener)
          resolve(value)
        } catch (error) {
          reject(error)
        }
      }
      this.#listeners.add(listener)
    })
  }
}
