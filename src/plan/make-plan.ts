/** Puts a plan together: a pure difference of two topologies, their files and their certificates. */

import { accessDiff } from '../access/access-diff.ts'
import { retainedChanges } from '../access/retained-changes.ts'
import { usernameOf } from '../pki/materials.ts'
import type { Spec } from '../spec/generated/spec.ts'
import { findUser } from '../topology/find-user.ts'
import type { Topology } from '../topology/topology.ts'
import { type BrokerFiles, brokerPlans } from './broker-plans.ts'
import { destructionOf } from './destruction.ts'
import { partChanges } from './part-changes.ts'
import type { AuthorityNotes, Baseline, CertificateChange, PathChanges, Plan, PlanDigests } from './plan.ts'
import { planId } from './plan-id.ts'
import { userChanges } from './user-changes.ts'

export interface PlanSide {
  readonly spec: Spec
  readonly topology: Topology
  /** Of the snapshot. */
  readonly digest: string
}

export interface PlanInput {
  readonly against: Baseline
  readonly environment?: string
  readonly before?: PlanSide
  readonly after: PlanSide
  readonly closedVault?: NonNullable<Plan['closedVault']>
  readonly certificates: readonly CertificateChange[]
  /** How many there were. */
  readonly certificateCount: number
  /** The digest of those that stay, for who asks for it. */
  readonly kept?: () => string
  readonly notes?: AuthorityNotes
  readonly files: PathChanges
  readonly brokerFiles: (broker: string) => BrokerFiles
  /** Names of the brokers to look at; absent: all. */
  readonly targets?: readonly string[]
}

export function makePlan(input: PlanInput): Plan {
  const { before, after, against, environment, targets, closedVault, notes } = input
  const [old, now] = [narrowed(before?.topology ?? NOTHING, targets), narrowed(after.topology, targets)]
  const users = old === now ? [] : userChanges(old.users, now.users)
  const rights = old === now ? [] : accessDiff(old, now).changes
  const certificates = input.certificates.filter(({ id }) => concerns(id, old, now, targets))
  const named = { topology: after.topology.name, ...(environment === undefined ? {} : { environment }) }
  const parts = {
    ...{
      ...named,
      against,
      digests: digestsOf(input),
      ...(closedVault === undefined ? {} : { closedVault }),
    },
    brokers: brokerPlans(old, now, input.brokerFiles),
    bridges: partChanges(old.bridges, now.bridges),
    users,
    ...{ rights, retained: retainedChanges(old, now, rights) },
    certificates,
    ...(notes === undefined || isEmpty(notes) ? {} : { notes }),
    files: pathsOf(input.files, targets),
    destroys: destructionOf({
      ...{ before: before?.spec, after: after.spec, environment, users, certificates },
      userCount: old.users.length,
      certificateCount: input.certificateCount,
    }),
  }
  return {
    ...({ mqttopia: 'plan', version: 1 } as const),
    get id() {
      return planId(parts)
    },
    ...parts,
  }
}

/** People see no digest, and that of a fleet's certificates takes a while: it is made when it is read. */
function digestsOf({ before, after, kept, targets }: PlanInput): PlanDigests {
  const ofSides = { ...(before === undefined ? {} : { before: before.digest }), after: after.digest }
  // Of some brokers alone, a plan does not say which certificates change.
  if (kept === undefined || targets !== undefined) return ofSides
  let known: string | undefined
  return {
    ...ofSides,
    get kept() {
      known ??= kept()
      return known
    },
  }
}

function isEmpty({ lists, rotations }: AuthorityNotes): boolean {
  return lists.length + rotations.length === 0
}

const NOTHING: Topology = {
  ...{ name: '', organization: '', authorities: [], profiles: [], brokers: [], bridges: [] },
  ...{ users: [], fleets: [], roles: [], bundles: [], policies: [], tests: [] },
}

/** The part of a topology that brokers of these names have to do with. */
function narrowed(topology: Topology, targets: readonly string[] | undefined): Topology {
  if (targets === undefined) return topology
  const isTarget = ({ name }: { readonly name: string }) => targets.includes(name)
  return {
    ...topology,
    brokers: topology.brokers.filter(isTarget),
    bridges: topology.bridges.filter(({ from, to }) => isTarget(from) || isTarget(to)),
    users: topology.users.flatMap((user) => {
      const at = user.at.filter(isTarget)
      return at.length === 0 ? [] : [at.length === user.at.length ? user : { ...user, at }]
    }),
  }
}

/** Authorities are everybody's. */
function concerns(id: string, old: Topology, now: Topology, targets: readonly string[] | undefined): boolean {
  if (targets === undefined || id.startsWith('authority/')) return true
  if (id.startsWith('broker/')) return targets.some((name) => id.startsWith(`broker/${name}/`))
  const username = usernameOf(id) ?? ''
  return [old, now].some(({ users }) => findUser(users, username) !== undefined)
}

function pathsOf(
  { added, changed, removed }: PathChanges,
  targets: readonly string[] | undefined,
): PathChanges {
  if (targets === undefined) return { added, changed, removed }
  const ofTarget = (path: string) => targets.some((name) => path.startsWith(`brokers/${name}/`))
  return {
    added: added.filter(ofTarget),
    changed: changed.filter(ofTarget),
    removed: removed.filter(ofTarget),
  }
}
