/** What each option of a configuration belongs to, found by its place: a broker, its listeners, bridges and plugins. */

import type { ConfEntry } from '../../mosquitto-files/conf/conf-file.ts'
import type { Settings } from './settings.ts'

export interface Scopes {
  readonly broker: Settings
  /** Of the broker; with `per_listener_settings`, only what global plugins do. */
  readonly security: Settings
  readonly isPerListener: boolean
  /** No `listener`, `port` or `bind_address`: only clients on this machine get in. */
  readonly isLocalOnly: boolean
  readonly listeners: readonly ListenerScope[]
  readonly bridges: readonly BridgeScope[]
  /** Asked for all listeners. */
  readonly plugins: readonly PluginScope[]
  /** Options of listeners that follow an `include_dir` in the middle of their block. */
  readonly afterInclude: readonly ConfEntry[]
}

export interface ListenerScope {
  /** `listener`; or the option that opened the listener that needs no `listener`. */
  readonly opener: ConfEntry
  /** Of `port` and `bind_address` at least; their own options are here too. */
  readonly isDefault: boolean
  readonly settings: Settings
  /** With `per_listener_settings`. */
  readonly security: Settings
  readonly plugins: PluginScope[]
}

export interface BridgeScope {
  readonly opener: ConfEntry
  readonly name: string
  readonly settings: Settings
}

export interface PluginScope {
  readonly opener: ConfEntry
  /** Of `plugin_load`. */
  readonly name?: string
  readonly path: string
  readonly settings: Settings
}
