/** Bridges, and the users that they are on their far brokers. */

import type { SpecPath } from '../../diagnostics/diagnostic.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { Bridge as SpecBridge } from '../../spec/generated/spec.ts'
import type { Bridge } from '../bridge.ts'
import type { Broker } from '../broker.ts'
import { bridgeToItself } from '../codes/broker-codes.ts'
import { invalidIdentity } from '../codes/reference-codes.ts'
import { lookUp } from '../name-table.ts'
import type { Resolution } from '../resolution.ts'
import { sortedEntries } from '../sorted.ts'
import type { User } from '../user.ts'
import { identityProblem } from '../users/identity-problem.ts'
import type { World } from '../users/world.ts'
import { withoutUndefined } from '../without-undefined.ts'
import { type Dialled, type Dialling, dialledListener } from './bridge-listener.ts'
import { resolveSession } from './bridge-session.ts'
import { anonymousAt, bridgeGrants, bridgeUser, bridgeUsername } from './bridge-user.ts'
import { resolveAddresses } from './resolve-addresses.ts'
import { resolveRoutes } from './resolve-routes.ts'

/** Sorted by name; bridges that are wrong are left out. `users` are those that the spec writes. */
export function resolveBridges(world: World, users: readonly User[]): Bridge[] {
  return sortedEntries(world.resolution.spec.bridges).flatMap(
    ([name, spec]) => resolveBridge(world, users, name, spec) ?? [],
  )
}

function resolveBridge(
  world: World,
  users: readonly User[],
  name: string,
  spec: SpecBridge,
): Bridge | undefined {
  const { resolution } = world
  const path = ['bridges', name]
  const clientId = resolveClientId(resolution, spec.session?.clientId ?? bridgeUsername(name), path)
  const routes = resolveRoutes(resolution, spec.routes, [...path, 'routes'])
  const session = resolveSession(resolution, spec, path)
  const ends = resolveEnds(world, spec, path)
  if (ends === undefined) return undefined
  const dialling: Dialling = { name, spec, to: ends.to, path }
  const dialled = dialledListener(resolution, dialling)
  if (dialled === undefined || clientId === undefined) return undefined
  const grants = bridgeGrants(resolution, routes, dialling, clientId)
  const user =
    dialled.kind === 'anonymous'
      ? anonymousAt(resolution, users, dialling)
      : bridgeUser(world, dialling, dialled, clientId, grants)
  const connection = resolveConnection(resolution, dialling, dialled)
  if (user === undefined) return undefined
  return { name, ...ends, user, clientId, ...session, ...connection, routes, path }
}

function resolveEnds(
  { resolution, brokers }: World,
  spec: SpecBridge,
  path: SpecPath,
): { from: Broker; to: Broker } | undefined {
  const from = lookUp(resolution, brokers, spec.from, [...path, 'from'])
  const to = lookUp(resolution, brokers, spec.to, [...path, 'to'])
  if (from === undefined || to === undefined) return undefined
  if (from !== to) return { from, to }
  resolution.report(bridgeToItself, {
    message: `this bridge leads from broker ${quoted(from.name)} to itself`,
    at: { path: [...path, 'to'] },
    related: [{ at: { path: [...path, 'from'] }, message: 'it begins here' }],
  })
  return undefined
}

function resolveClientId({ report }: Resolution, clientId: string, path: SpecPath): string | undefined {
  const problem = identityProblem(clientId)
  if (problem === undefined) return clientId
  const message = `the client identifier ${quoted(clientId)} ${problem}`
  report(invalidIdentity, { message, at: { path: [...path, 'session', 'clientId'] } })
  return undefined
}

function resolveConnection(
  { report }: Resolution,
  { spec, to, path }: Dialling,
  { listener, port }: Dialled,
): Pick<Bridge, 'listener' | 'addresses' | 'roundRobin' | 'insecureReason' | 'alpn'> {
  return withoutUndefined<ReturnType<typeof resolveConnection>>({
    listener,
    addresses: resolveAddresses({ host: to.host, port }, spec.addresses, [...path, 'addresses'], report),
    roundRobin: spec.roundRobin ?? false,
    insecureReason: spec.tls?.insecure?.reason,
    alpn: spec.tls?.alpn,
  })
}
