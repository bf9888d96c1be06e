/** Which settings decide who gets in and what they may do, as values; the versions of the engine differ in them. */

import type { Listener } from '../../../topology/broker.ts'
import type { Setting } from './setting.ts'

export interface AuthWiring {
  /** Before the first listener. */
  readonly global: readonly Setting[]
  /** Below a `listener` line. */
  readonly of: (listener: Listener) => readonly Setting[]
}
