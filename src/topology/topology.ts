/**
 * The resolved, frozen, target-neutral model of a spec: defaults filled in, names replaced by what they name,
 * fleets unfolded, bridges turned into users of their far broker. Lists are sorted by name, so that nothing
 * downstream depends on the order in which a spec was written.
 */

import type { SpecPath } from '../diagnostics/diagnostic.ts'
import type { Authority, Profile } from './authority.ts'
import type { Bridge } from './bridge.ts'
import type { Broker } from './broker.ts'
import type { Bundle } from './bundle.ts'
import type { MessageTest } from './message-test.ts'
import type { Policy } from './policy.ts'
import type { Fleet, User } from './user.ts'

export interface Topology {
  readonly name: string
  /** The O of every certificate's subject. */
  readonly organization: string
  /** Issuers stand before what they issue; equals by name. */
  readonly authorities: readonly Authority[]
  readonly profiles: readonly Profile[]
  readonly brokers: readonly Broker[]
  readonly bridges: readonly Bridge[]
  /** Everybody that may connect: users, devices of fleets, bridges on their far broker, `anonymous`. */
  readonly users: readonly User[]
  readonly fleets: readonly Fleet[]
  readonly roles: readonly RoleUse[]
  readonly bundles: readonly Bundle[]
  readonly policies: readonly Policy[]
  readonly tests: readonly MessageTest[]
}

/** A role or group, and how many users it reaches. */
export interface RoleUse {
  readonly kind: 'role' | 'group'
  readonly name: string
  readonly userCount: number
  readonly path: SpecPath
}
