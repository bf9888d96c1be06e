/** Groups of users that differ in little but their names, so that a rule looks at a whole fleet at once. */

import type { Profile } from '../topology/authority.ts'
import type { Broker } from '../topology/broker.ts'
import { remembered } from '../topology/remembered.ts'
import { gathered } from '../topology/stretches.ts'
import type { Topology } from '../topology/topology.ts'
import type { User } from '../topology/user.ts'
import { counted, userLabel } from '../topology/user-label.ts'

/** Users of one fleet, or one user, with the same brokers, kind and profile of authentication, listener and bundles. */
export interface Cohort {
  /** Stands for all. */
  readonly first: User
  readonly users: readonly User[]
}

export const cohortsOf = remembered(({ users }: Topology): readonly Cohort[] =>
  grouped(users, cohortKey, sharesParts),
)

/** The given users, those of one fleet together. */
export const byFleet = remembered((users: readonly User[]): readonly Cohort[] =>
  grouped(
    users,
    ({ fleet, name }) => (fleet === undefined ? `user/${name}` : `fleet/${fleet}`),
    () => true,
  ),
)

function grouped(
  users: readonly User[],
  keyOf: (user: User) => string,
  isSame: (first: User, user: User) => boolean,
): readonly Cohort[] {
  const groups = gathered(users, sparingKeys(keyOf, isSame))
  return Array.from(groups.values(), (users) => ({ first: users[0], users }))
}

/** `isSame`: true only for users of one fleet who have the same key; it saves the keys of most devices. */
function sparingKeys(
  keyOf: (user: User) => string,
  isSame: (first: User, user: User) => boolean,
): (user: User) => string {
  const latest = new Map<string, { readonly user: User; readonly key: string }>()
  return (user) => {
    const { fleet } = user
    const before = fleet === undefined ? undefined : latest.get(fleet)
    if (before !== undefined && isSame(before.user, user)) return before.key
    const key = keyOf(user)
    if (fleet !== undefined) latest.set(fleet, { user, key })
    return key
  }
}

/** The cohorts that connect to each broker, bridges among them. */
export const cohortsAtBrokers = remembered((topology: Topology): ReadonlyMap<Broker, readonly Cohort[]> => {
  const atBrokers = new Map<Broker, Cohort[]>(topology.brokers.map((broker) => [broker, []]))
  for (const cohort of cohortsOf(topology)) {
    for (const broker of new Set(cohort.first.at)) atBrokers.get(broker)?.push(cohort)
  }
  return atBrokers
})

function cohortKey(user: User): string {
  const { fleet, name, at, authentication, listener, bundles } = user
  if (fleet === undefined) return `user/${name}`
  const profile = profileOf(user)?.name ?? ''
  const brokers = at.map((broker) => broker.name)
  const formats = bundles.map((bundle) => bundle.name)
  return ['fleet', fleet, brokers, authentication.kind, profile, listener, formats].join('/')
}

/** Devices mostly have one and the same list of brokers, and of bundles. */
function sharesParts(a: User, b: User): boolean {
  return (
    a.at === b.at &&
    a.bundles === b.bundles &&
    a.listener === b.listener &&
    a.authentication.kind === b.authentication.kind &&
    profileOf(a) === profileOf(b)
  )
}

function profileOf({ authentication }: User): Profile | undefined {
  return authentication.kind === 'certificate' ? authentication.profile : undefined
}

/** `user "alice"`, `12 devices of fleet "presses"`. */
export function cohortLabel({ first, users }: Cohort): string {
  return users.length === 1
    ? userLabel(first)
    : `${counted(users.length, 'device')} of fleet "${first.fleet}"`
}
