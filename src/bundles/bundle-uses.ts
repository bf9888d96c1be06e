/** Who gets which bundle, for the rules of this folder. */

import { authKindOf } from '../access/admission.ts'
import type { SpecPath } from '../diagnostics/diagnostic.ts'
import { quoted } from '../diagnostics/quoted.ts'
import type { Rule } from '../diagnostics/rule.ts'
import type { Broker } from '../topology/broker.ts'
import type { Bundle } from '../topology/bundle.ts'
import { remembered } from '../topology/remembered.ts'
import type { TopologySubject } from '../topology/topology-subject.ts'
import type { User } from '../topology/user.ts'
import { type Connection, connectionOf } from './connection.ts'
import type { BundleFormatter } from './format.ts'
import { bundleFormats } from './formats.ts'

export type BundleRule = Rule<TopologySubject>

export interface BundleUse {
  readonly user: User
  readonly bundle: Bundle
  readonly format: BundleFormatter
}

/** The bundles of some users, in their order; every rule asks for them. */
export const bundleUses = remembered((users: readonly User[]): readonly BundleUse[] => {
  const uses: BundleUse[] = []
  for (const user of users)
    for (const bundle of user.bundles) uses.push({ user, bundle, format: bundleFormats[bundle.format] })
  return uses
})

/**
 * The uses of some users with a problem, each with what `problemOf` says of it: of a fleet the first device alone, for
 * what one device lacks the others lack as a rule too.
 */
export function* troubledUses<Problem>(
  users: readonly User[],
  problemOf: (use: BundleUse) => Problem | undefined,
): Iterable<BundleUse & { readonly problem: Problem }> {
  const told = new Set<string>()
  for (const use of bundleUses(users)) {
    if (told.size > 0 && told.has(ownerOf(use))) continue
    const problem = problemOf(use)
    if (problem === undefined) continue
    told.add(ownerOf(use))
    yield { ...use, problem }
  }
}

function ownerOf({ user, bundle }: BundleUse): string {
  return `${user.fleet ?? `/${user.name}`}/${bundle.name}`
}

/** The connection that a bundle names; `undefined` where no listener of the broker admits the user. */
export function connectionFor(
  { user, format }: Omit<BundleUse, 'bundle'>,
  broker: Broker,
): Connection | undefined {
  const { authentication, listener = '' } = user
  const issuer = authentication.kind === 'certificate' ? authentication.profile.issuer.name : ''
  const key = `${authentication.kind}/${issuer}/${listener}`
  const known = knownConnections(broker, format)
  if (known.has(key)) return known.get(key)
  const connection = connectionOf(user, broker, (transport) => format.transports.includes(transport))
  known.set(key, connection)
  return connection
}

type Connections = Map<string, Connection | undefined>

const connections = new WeakMap<Broker, Map<BundleFormatter, Connections>>()

/** The devices of a fleet differ in nothing that a connection depends on, and rules and bundles ask for each. */
function knownConnections(broker: Broker, format: BundleFormatter): Connections {
  const ofBroker = connections.get(broker) ?? new Map<BundleFormatter, Connections>()
  const ofFormat = ofBroker.get(format) ?? new Map()
  connections.set(broker, ofBroker.set(format, ofFormat))
  return ofFormat
}

/** False where bundle-auth-unsupported has said all there is to say. */
export function takesCredentials({ user, format }: BundleUse): boolean {
  return format.auth.includes(authKindOf(user.authentication))
}

/** `user "alice"`, `device "0001" of fleet "presses"`. */
export function userLabel({ name, fleet }: User): string {
  return fleet === undefined ? `user ${quoted(name)}` : `device ${quoted(name)} of fleet ${quoted(fleet)}`
}

/** Where a user or its fleet is defined. */
export function definitionPath({ fleet, path }: User): SpecPath {
  return fleet === undefined ? path : ['fleets', fleet]
}

/** Where a bundle is asked for. */
export function askedAt({ user }: BundleUse): { readonly path: SpecPath } {
  return { path: [...definitionPath(user), 'bundles'] }
}

export function bundleHere({ path }: Bundle) {
  return [{ at: { path, on: 'key' as const }, message: 'the bundle is defined here' }]
}

/** `a, b or c`: formats for which something holds. */
export function formatsWhere(holds: (format: BundleFormatter) => boolean): string {
  const names = Object.entries(bundleFormats).flatMap(([name, format]) => (holds(format) ? [name] : []))
  return names.join(', ').replace(/, ([^,]*)$/, ' or $1')
}
