/** What happens to a bridge, for those who watch it. */

import type { BridgeState } from '../observe/broker-status.ts'

export interface BridgeEvents {
  /** `address`: host and port. */
  connecting(bridge: string, address: string): void
  connected(bridge: string, address: string): void
  /** `problem`: why, as a sentence without capital and full stop; `retrySeconds`: `undefined` when it does not try again. */
  disconnected(bridge: string, address: string, problem: string, retrySeconds: number | undefined): void
}

/** A bridge at one moment. */
export interface BridgeSnapshot {
  readonly state: BridgeState
  readonly address: string
  /** Milliseconds since 1970. */
  readonly since: number
  readonly messagesIn: number
  readonly messagesOut: number
  readonly reconnections: number
  readonly problem: string | undefined
}
