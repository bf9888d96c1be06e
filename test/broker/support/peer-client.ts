/** What tests ask of a real client library, so that one table of tests drives several of them. */

import type { ProtocolVersion } from '../../../src/broker/packet/packet.ts'

/** How to reach a listener. */
export interface Access {
  readonly transport: 'tcp' | 'websockets' | 'unix'
  /** In place of a host and a port. */
  readonly socketPath?: string
  readonly port?: number
  /** Paths of PEM files. `ca` alone: TLS; with `cert` and `key`: a client certificate is shown. */
  readonly ca?: string
  readonly cert?: string
  readonly key?: string
  /** `key` in hex. */
  readonly psk?: { readonly identity: string; readonly key: string }
}

export interface PeerProperties {
  readonly contentType?: string
  readonly responseTopic?: string
  readonly correlationData?: string
  readonly userProperties?: readonly (readonly [string, string])[]
  readonly messageExpirySeconds?: number
  readonly isUtf8?: boolean
  readonly subscriptionIdentifiers?: readonly number[]
}

export interface PeerMessage {
  readonly topic: string
  /** A character a byte. */
  readonly payload: string
  readonly qos: 0 | 1 | 2
  readonly retain: boolean
  /** Of 5.0; empty where there are none. */
  readonly properties: PeerProperties
}

export interface PeerWill extends Omit<PeerMessage, 'properties'> {
  readonly delaySeconds?: number
}

export interface PeerOptions {
  readonly version: ProtocolVersion
  readonly clientId?: string
  readonly username?: string
  readonly password?: string
  /** Default: a session of its own that ends with the connection. */
  readonly keepsSession?: boolean
  readonly will?: PeerWill
}

export interface SubscribeOptions {
  readonly noLocal?: boolean
  readonly retainAsPublished?: boolean
  readonly retainHandling?: 0 | 1 | 2
  readonly identifier?: number
}

export interface PeerClient {
  readonly sessionPresent: boolean
  /** Resolves with the codes of SUBACK. */
  subscribe(filter: string, qos: 0 | 1 | 2, options?: SubscribeOptions): Promise<readonly number[]>
  unsubscribe(filter: string): Promise<void>
  /** Resolves when the library calls it done: sent, or acknowledged. */
  publish(topic: string, payload: string, options?: PublishOptions): Promise<void>
  /** The next `count` messages, in the order of their arrival. */
  read(count: number): Promise<readonly PeerMessage[]>
  /** Resolves when the broker has closed the connection. */
  readonly closed: Promise<void>
  /** With a DISCONNECT. */
  disconnect(): Promise<void>
  /** Without a word. */
  drop(): void
}

export interface PublishOptions {
  readonly qos?: 0 | 1 | 2
  readonly retain?: boolean
  readonly properties?: PeerProperties
}

/** The broker did not let the client in. */
export class PeerRefused extends Error {
  /** Of CONNACK; `undefined` when the connection ended before one. */
  readonly code: number | undefined

  constructor(code: number | undefined, cause?: unknown) {
    super(`refused with ${code ?? 'no code'}`, { cause })
    this.code = code
  }
}

/** A client library. */
export interface Peer {
  readonly name: string
  /** @throws PeerRefused */
  connect(access: Access, options: PeerOptions): Promise<PeerClient>
}

const PATIENCE_MS = 20_000

/** Messages that have come, and whoever waits for more. */
export class Inbox {
  readonly #messages: PeerMessage[] = []
  #wake: () => void = () => {}

  add(message: PeerMessage): void {
    this.#messages.push(message)
    this.#wake()
  }

  async read(count: number): Promise<readonly PeerMessage[]> {
    const timeout = setTimeout(() => this.#wake(), PATIENCE_MS)
    const deadline = Date.now() + PATIENCE_MS
    while (this.#messages.length < count) {
      if (Date.now() >= deadline)
        throw new Error(`only ${JSON.stringify(this.#messages)} came, not ${count} messages`)
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    clearTimeout(timeout)
    return this.#messages.splice(0, count)
  }
}

/** Sessions that outlive their connection do so for that long. */
export const SESSION_SECONDS = 600
