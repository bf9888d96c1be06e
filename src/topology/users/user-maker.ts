/** Makes users out of what the spec says of one of them, or of all devices of a fleet. */

import type { SpecPath } from '../../diagnostics/diagnostic.ts'
import type { Fleet as SpecFleet, User as SpecUser } from '../../spec/generated/spec.ts'
import type { Broker } from '../broker.ts'
import type { Bundle } from '../bundle.ts'
import { lookUpAll } from '../name-table.ts'
import type { TemplateScope } from '../text-template.ts'
import type { Authentication, User, Will } from '../user.ts'
import { atMaker, type ListenerMaker, listenerMaker } from './at-maker.ts'
import { authenticationMaker } from './authentication-maker.ts'
import { type GrantsMaker, grantsMaker } from './grants-maker.ts'
import type { Maker, Subject } from './subject.ts'
import { willMaker } from './will-maker.ts'
import type { World } from './world.ts'

/** Who is to be made. */
export interface UserSource {
  readonly kind: 'user' | 'device' | 'anonymous'
  readonly spec: SpecUser | SpecFleet
  readonly path: SpecPath
  readonly scope: TemplateScope
  /** As groups call it: a username, or `fleet:NAME`. */
  readonly member: string
  /** Of a device. */
  readonly fleet?: string
}

export interface UserMaker {
  readonly kind: UserSource['kind']
  readonly fleet: string | undefined
  readonly at: Maker<readonly Broker[]>
  readonly authentication: Maker<Authentication>
  readonly grants: GrantsMaker
  readonly listener: ListenerMaker | undefined
  readonly will: Maker<Will> | undefined
  readonly bundles: readonly Bundle[]
  readonly groups: readonly string[]
}

/** `undefined` where nobody can be made, which is reported. */
export function userMaker(
  world: World,
  { kind, spec, path, scope, member, fleet }: UserSource,
): UserMaker | undefined {
  const { resolution, rights } = world
  const groups = rights.groups.get(member) ?? []
  const bundles = Object.freeze(
    lookUpAll(resolution, world.bundles, spec.bundles ?? [], [...path, 'bundles']),
  )
  const grants = grantsMaker(world, spec, path, scope, groups)
  const at = atMaker(world, spec.at, [...path, 'at'], scope)
  const authentication =
    kind === 'anonymous' ? noAuthentication : authenticationMaker(world, spec.auth, [...path, 'auth'], scope)
  const listener = listenerMaker(world, spec.listener, [...path, 'listener'], scope)
  const will = spec.will && willMaker(spec.will, [...path, 'will'], scope, resolution.report)
  if (at === undefined || authentication === undefined) return undefined
  const names = Object.freeze(groups.map(({ name }) => name))
  return { kind, fleet, at, authentication, grants, listener, will, bundles, groups: names }
}

const noAuthentication: Maker<Authentication> = () => ({ kind: 'none' })

/** Makes one user, who is defined at `path`; `undefined` where something that it must have is wrong. */
export function makeUser(maker: UserMaker, subject: Subject, path: SpecPath): User | undefined {
  const { kind, fleet, bundles, groups } = maker
  const { username, clientId, row } = subject
  const at = maker.at(subject)
  const authentication = maker.authentication(subject)
  const will = maker.will?.(subject)
  const grants = maker.grants.make(subject)
  if (at === undefined || authentication === undefined) return undefined
  const listener = maker.listener?.(subject, at)
  // Assignments, since spreading optional parts makes a fleet of 100,000 take half a second longer.
  const user: Mutable<User> = { kind, name: username, at, authentication, grants, bundles, groups, path }
  if (clientId !== undefined) user.clientId = clientId
  if (listener !== undefined) user.listener = listener
  if (will !== undefined) user.will = will
  if (fleet !== undefined) user.fleet = fleet
  if (row !== undefined) user.row = row
  return user
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }
