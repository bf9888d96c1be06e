/** What happens to a bridge, for those who watch it. */

import type { BridgeAddress } from '../config/broker-config.ts'
import type { BridgeState } from '../observe/broker-status.ts'
import type { ProtocolVersion } from '../packet/packet.ts'

export interface BridgeEvents {
  connecting(bridge: string, address: BridgeAddress): void
  connected(bridge: string, address: BridgeAddress): void
  /** `version`: of the CONNECT that was refused. */
  refused(bridge: string, code: number, version: ProtocolVersion): void
  /** `wasConnected`: false when it never was; `problem`: why, as a sentence without capital and full stop; `retrySeconds`: `undefined` when it does not try again. */
  disconnected(
    bridge: string,
    address: BridgeAddress,
    why: { readonly wasConnected: boolean; readonly problem: string },
    retrySeconds: number | undefined,
  ): void
}

/** A bridge at one moment. */
export interface BridgeSnapshot {
  readonly state: BridgeState
  readonly address: string
  /** Milliseconds since 1970. */
  readonly since: number
  readonly messagesIn: number
  readonly messagesOut: number
  readonly queuedMessages: number
  readonly reconnections: number
  readonly problem: string | undefined
}
