/**
 * From a spec to a topology: defaults filled in, names replaced by what they name, fleets unfolded, bridges turned
 * into users. Reports all that is wrong and leaves it out, so that later stages can look at the rest.
 */

import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { resolveBridges } from './bridges/resolve-bridges.ts'
import { fillTrust, type OpenTrust } from './brokers/open-trust.ts'
import { resolveBrokers } from './brokers/resolve-brokers.ts'
import { freezeTopology } from './freeze-topology.ts'
import { reportIneffective } from './ineffective-settings.ts'
import { resolvePki } from './pki/resolve-pki.ts'
import { usedPki } from './pki/used-pki.ts'
import { resolvePolicies } from './policies/resolve-policies.ts'
import { resolveTests } from './policies/resolve-tests.ts'
import { reportUnprotected } from './protected-parts.ts'
import { Resolution, type ResolvableSpec } from './resolution.ts'
import { resolveBundles } from './resolve-bundles.ts'
import type { Topology } from './topology.ts'
import { nameFromFolder } from './topology-name.ts'
import { type ResolvedFleets, resolveFleets } from './users/resolve-fleets.ts'
import { resolveRights } from './users/resolve-roles.ts'
import { resolveUsers } from './users/resolve-users.ts'
import { roleUses } from './users/role-uses.ts'
import { uniqueUsers } from './users/unique-usernames.ts'
import type { World } from './users/world.ts'

export interface ResolvedTopology {
  readonly topology: Topology
  readonly diagnostics: readonly Diagnostic[]
}

export function resolveTopology(input: ResolvableSpec): ResolvedTopology {
  const { name, openTrust, ...world } = resolveWorld(input)
  const { resolution, pki, brokers, bundles } = world
  const { spec } = resolution
  const { users, reaches } = resolveUsers(world)
  const { fleets, reaches: fleetReaches } = resolveFleets(world)
  const bridges = resolveBridges(world, users)
  const unique = uniqueUsers(resolution, users, bridges, fleets)
  fillTrust(openTrust, unique.users, pki.authorities)
  const brokerList = [...brokers.values.values()]
  reportIneffective(resolution, brokerList, bridges)
  reportUnprotected(resolution, input.environment)
  const selectors = { users: unique.users, fleets: unique.fleets, brokers: brokerList }
  const topology: Topology = {
    name,
    organization: spec.pki?.organization ?? name,
    ...usedPki(pki, brokerList, unique.users),
    brokers: brokerList,
    bridges,
    ...unique,
    roles: roleUses(resolution, [...reaches, ...fleetReaches]),
    bundles: [...bundles.values.values()],
    policies: resolvePolicies(resolution, selectors),
    tests: resolveTests(resolution, unique.users, brokers),
  }
  return { topology: freezeTopology(topology), diagnostics: resolution.diagnostics }
}

interface NamedWorld extends World {
  /** Of the topology. */
  readonly name: string
  readonly openTrust: readonly OpenTrust[]
}

function resolveWorld(input: ResolvableSpec): NamedWorld {
  const resolution = new Resolution(input)
  const name = resolution.spec.name ?? nameFromFolder(input.folderName)
  const pki = resolvePki(resolution, name)
  const { table: brokers, openTrust } = resolveBrokers(resolution, pki)
  const bundles = resolveBundles(resolution)
  return { name, resolution, pki, brokers, openTrust, bundles, rights: resolveRights(resolution) }
}

export interface ResolvedDevices extends ResolvedFleets {
  readonly diagnostics: readonly Diagnostic[]
}

/** Of the fleets alone, those that have a table: nothing is frozen, and brokers do not know yet whom they trust. */
export function resolveDevices(input: ResolvableSpec): ResolvedDevices {
  const world = resolveWorld(input)
  return { ...resolveFleets(world), diagnostics: world.resolution.diagnostics }
}
