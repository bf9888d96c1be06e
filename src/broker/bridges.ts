/** The bridges of one broker: as many as its configuration names, now and after each reload. */

import { isDeepStrictEqual } from 'node:util'
import { Bridge, type BridgeParts } from './bridge/bridge.ts'
import type { BridgeConfig } from './config/broker-config.ts'
import type { BridgeStatus } from './observe/broker-status.ts'
import type { Session } from './session/session.ts'

export class Bridges {
  readonly #parts: BridgeParts
  readonly #byName = new Map<string, Bridge>()

  constructor(parts: BridgeParts) {
    this.#parts = parts
  }

  /** Starts new bridges, ends those that are gone, and restarts those that have changed; their sessions live on. */
  apply(configs: readonly BridgeConfig[]): void {
    const wanted = new Map(configs.map((config) => [config.name, config]))
    for (const [name, bridge] of this.#byName) {
      const config = wanted.get(name)
      if (config !== undefined && isDeepStrictEqual(config, bridge.config)) continue
      if (config === undefined) bridge.remove()
      else bridge.stop()
      this.#byName.delete(name)
    }
    for (const config of configs) {
      if (this.#byName.has(config.name)) continue
      const bridge = new Bridge(config, this.#parts)
      this.#byName.set(config.name, bridge)
      bridge.start()
    }
  }

  owns(session: Session): boolean {
    for (const bridge of this.#byName.values()) if (bridge.session === session) return true
    return false
  }

  /** To be called about once a second. */
  check(): void {
    for (const bridge of this.#byName.values()) bridge.check()
  }

  stop(): void {
    for (const bridge of this.#byName.values()) bridge.stop()
  }

  status(): readonly BridgeStatus[] {
    return [...this.#byName.values()].map((bridge) => {
      const { problem, ...snapshot } = bridge.snapshot
      const { name, remoteClientId } = bridge.config
      return { name, remoteClientId, ...snapshot, ...(problem === undefined ? {} : { problem }) }
    })
  }
}
