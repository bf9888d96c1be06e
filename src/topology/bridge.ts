/** Bridges between brokers. */

import type { SpecPath } from '../diagnostics/diagnostic.ts'
import type { TopicFilter } from '../topic/filter.ts'
import type { Broker, Listener, Qos } from './broker.ts'
import type { User } from './user.ts'

export interface Bridge {
  readonly name: string
  /** The broker that dials and carries the configuration. */
  readonly from: Broker
  readonly to: Broker
  /** The far broker's listener. */
  readonly listener: Listener
  /** Who the bridge is on the far broker; a user of {@link to} alone, or its `anonymous`. */
  readonly user: User
  readonly clientId: string
  readonly clean: boolean
  readonly localClean?: boolean
  readonly protocol: 3 | 4 | 5
  readonly keepAliveSeconds?: number
  readonly maxPacketSizeBytes?: number
  readonly notifications: 'none' | 'local' | 'both'
  readonly reconnectSeconds?: { readonly min: number; readonly max: number }
  readonly start: 'automatic' | 'lazy' | 'once'
  readonly threshold?: number
  /** Fail-over addresses, the far broker's own address first. */
  readonly addresses: readonly Address[]
  readonly roundRobin: boolean
  /** Why the far certificate is not checked against the address; absent: it is checked. */
  readonly insecureReason?: string
  readonly alpn?: string
  readonly routes: readonly Route[]
  readonly path: SpecPath
}

export interface Address {
  readonly host: string
  readonly port: number
}

/** `out`: from local to remote; `in`: from remote to local. */
export interface Route {
  readonly direction: 'out' | 'in' | 'both'
  /** The topics as the near broker names them. */
  readonly local: TopicFilter
  /** The same topics as the far broker names them: wildcards stand in the same order. */
  readonly remote: TopicFilter
  readonly qos: Qos
  readonly retain: 'keep' | 'drop'
  readonly path: SpecPath
}
