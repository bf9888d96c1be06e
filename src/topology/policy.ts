/** What must never be possible in a topology, and what always must be. */

import type { SpecPath } from '../diagnostics/diagnostic.ts'
import type { TopicFilter } from '../topic/filter.ts'
import type { AuthKind, Broker, Qos } from './broker.ts'

/** Some users; or a broker, with everybody who connects to it. */
export type Selector =
  | { readonly kind: 'user' | 'group' | 'fleet'; readonly name: string }
  | { readonly kind: 'broker'; readonly broker: Broker }

/** Messages from one to the other; who is absent is anybody. */
export interface FlowSelection {
  readonly from?: Selector
  readonly to?: Selector
  /** As they are named where they are received; absent: any. */
  readonly topics?: readonly TopicFilter[]
}

export interface ListenerSelection {
  readonly tls?: 'none' | 'certificate' | 'psk'
  readonly bind?: 'loopback' | '!loopback'
  readonly auth?: AuthKind
}

export type Unless = 'same-device' | Pick<FlowSelection, 'from' | 'to'>

/** What a policy says; one that forbids several things says several. */
export type Statement =
  | { readonly kind: 'forbid-flow'; readonly flow: FlowSelection; readonly unless?: Unless }
  | { readonly kind: 'forbid-cycle' }
  | { readonly kind: 'forbid-listener'; readonly listener: ListenerSelection }
  | { readonly kind: 'require-flow'; readonly flow: FlowSelection; readonly qos: Qos }

export interface Policy {
  readonly name: string
  readonly severity: 'error' | 'warning'
  readonly statements: readonly Statement[]
  /** `until` is the last day, as YYYY-MM-DD. */
  readonly suppressed?: { readonly reason: string; readonly until?: string }
  readonly path: SpecPath
}
