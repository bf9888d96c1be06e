/** What a broker has to be told for a change to count. */

import type { EngineVersion } from '../../../topology/broker.ts'

/**
 * `none`: nothing of the broker changes; `hot`: it finds out by itself; `reload`: SIGHUP; `restart`: it ends and starts
 * again, and all of its clients lose their connection.
 */
export type Effect = 'none' | 'hot' | 'reload' | 'restart'

export type EffectByVersion = Readonly<Record<EngineVersion, Exclude<Effect, 'none'>>>

export interface EffectReason {
  readonly effect: Exclude<Effect, 'none'>
  /** What changes, as `max_connections of listener mqtts`. */
  readonly what: string
  /** Why that takes this: a sentence about the engine. */
  readonly because: string
}

const ORDER: readonly Effect[] = ['none', 'hot', 'reload', 'restart']

export function strongest(effects: readonly Effect[]): Effect {
  return effects.reduce((a, b) => (ORDER.indexOf(b) > ORDER.indexOf(a) ? b : a), 'none')
}
