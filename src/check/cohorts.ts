/** Groups of users that differ in little but their names, so that a rule looks at a whole fleet at once. */

import type { Broker } from '../topology/broker.ts'
import type { User } from '../topology/user.ts'
import { counted, userLabel } from '../topology/user-label.ts'
import { perTopology } from './per-topology.ts'

/** Users of one fleet, or one user, with the same brokers, kind and profile of authentication, listener and bundles. */
export interface Cohort {
  /** Stands for all. */
  readonly first: User
  readonly users: readonly User[]
}

export const cohortsOf = perTopology(({ users }): readonly Cohort[] => {
  return grouped(users, cohortKey)
})

/** The given users, those of one fleet together. */
export function byFleet(users: readonly User[]): readonly Cohort[] {
  return grouped(users, ({ fleet, name }) => (fleet === undefined ? `user/${name}` : `fleet/${fleet}`))
}

function grouped(users: readonly User[], keyOf: (user: User) => string): readonly Cohort[] {
  const groups = new Map<string, { readonly first: User; readonly users: User[] }>()
  for (const user of users) {
    const key = keyOf(user)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { first: user, users: [user] })
    else group.users.push(user)
  }
  return [...groups.values()]
}

/** The cohorts that connect to each broker, bridges among them. */
export const cohortsAtBrokers = perTopology((topology): ReadonlyMap<Broker, readonly Cohort[]> => {
  const atBrokers = new Map<Broker, Cohort[]>(topology.brokers.map((broker) => [broker, []]))
  for (const cohort of cohortsOf(topology)) {
    for (const broker of new Set(cohort.first.at)) atBrokers.get(broker)?.push(cohort)
  }
  return atBrokers
})

function cohortKey({ fleet, name, at, authentication, listener, bundles }: User): string {
  if (fleet === undefined) return `user/${name}`
  const profile = authentication.kind === 'certificate' ? authentication.profile.name : ''
  const brokers = at.map((broker) => broker.name)
  const formats = bundles.map((bundle) => bundle.name)
  return ['fleet', fleet, brokers, authentication.kind, profile, listener, formats].join('/')
}

/** `user "alice"`, `12 devices of fleet "presses"`. */
export function cohortLabel({ first, users }: Cohort): string {
  return users.length === 1
    ? userLabel(first)
    : `${counted(users.length, 'device')} of fleet "${first.fleet}"`
}
