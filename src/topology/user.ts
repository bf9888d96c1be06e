/** Who may connect, and what they may do. */

import type { SpecPath } from '../diagnostics/diagnostic.ts'
import type { Row } from '../spec/row.ts'
import type { FilterTemplate } from '../topic/filter-template.ts'
import type { Profile } from './authority.ts'
import type { Broker, Qos } from './broker.ts'
import type { Bundle } from './bundle.ts'
import type { Secret } from './secret.ts'

export type { Row }

export interface User {
  readonly kind: 'user' | 'device' | 'bridge' | 'anonymous'
  /** The username; unique in the topology. `anonymous` is the user of clients that give none. */
  readonly name: string
  readonly at: readonly Broker[]
  readonly authentication: Authentication
  /** Fixed client identifier: the value of `${clientId}`. Absent: any. */
  readonly clientId?: string
  /** Its own, its roles' and its groups' grants; devices of one fleet share one list where no column enters it. */
  readonly grants: readonly Grant[]
  /** The listener its bundles name, where the spec says so. */
  readonly listener?: string
  readonly will?: Will
  readonly bundles: readonly Bundle[]
  readonly groups: readonly string[]
  /** For a device: its fleet's name and row. */
  readonly fleet?: string
  readonly row?: Row
  /** For a device its row in the fleet's table. */
  readonly path: SpecPath
}

export type Authentication =
  | { readonly kind: 'password'; readonly secret: Secret }
  /** 64 hexadecimal digits by default; the identity is the username. */
  | { readonly kind: 'psk'; readonly secret: Secret }
  | {
      readonly kind: 'certificate'
      readonly profile: Profile
      readonly uris: readonly string[]
      /** Path of the signing request, relative to the root spec's folder; the device keeps its key. */
      readonly csrFile?: string
    }
  | { readonly kind: 'none' }

/** What a grant is about; `subscribe` means: may receive any message whose topic is in the filter. */
export type Action = (typeof ACTIONS)[number]
export const ACTIONS = ['publish', 'subscribe'] as const

/** One allow or deny. A deny wins over every allow of its user and action. */
export interface Grant {
  readonly effect: 'allow' | 'deny'
  readonly action: Action
  readonly filter: FilterTemplate
  /** What the client's own program is meant to use; not enforced. */
  readonly qos?: Qos
  readonly retain: 'allow' | 'deny'
  /** The role or group it comes through, if any: `role:NAME` or `group:NAME`. */
  readonly via?: string
  readonly path: SpecPath
}

export interface Will {
  readonly topic: string
  readonly payload: string
  readonly qos: Qos
  readonly retain: boolean
  readonly path: SpecPath
}

/** Users whom somebody speaks of, without a list of them. */
export type UserSet = Pick<ReadonlySet<User>, 'has'>

export interface Fleet {
  readonly name: string
  readonly users: readonly User[]
  readonly path: SpecPath
}
