/** Renews or rotates what somebody asks for, without waiting until it is due. */

import { rotatedWith } from '../../pki/issuance/authority-rotation.ts'
import type { IssuanceStep } from '../../pki/issuance/issuance-step.ts'
import type { Wish } from '../../pki/issuance/plan-issuance.ts'
import type { Selected } from '../../pki/issuance/selector.ts'
import { authorityCertificateId } from '../../pki/materials.ts'
import type { Topology } from '../../topology/topology.ts'
import { planCertificates } from '../issuance/plan-certificates.ts'
import { renewLists } from '../issuance/revocation-lists.ts'
import { replaceSecret, replaceSeed } from '../secrets/generated-secrets.ts'
import { changeState, type LifeOptions, type LifeResult } from './life-cycle.ts'

export type IssuingStep = Extract<IssuanceStep, { do: 'issue' | 'renew' }>

export interface ChangeWish extends Selected {
  readonly wish: Wish
  /** Also everything that a compile would make anew now. */
  readonly due: boolean
  /** Also the seed that passwords of bundles follow from; when rotating. */
  readonly seed?: boolean
}

export interface CertificateChange {
  readonly steps: readonly IssuingStep[]
  /** Asked for, but there is none yet that could be replaced: certificate ids. */
  readonly missing: readonly string[]
  /** Asked for, but signed elsewhere, or wanting something from there first: certificate ids. */
  readonly awaited: readonly string[]
  /** Users who have a new password or pre-shared key. */
  readonly secrets: readonly string[]
  /** Users whose secret comes from outside, so that only outside it can be changed. */
  readonly given: readonly string[]
}

export function changeCertificates(
  topology: Topology,
  { wish, certificates, users, due, seed = false }: ChangeWish,
  options: LifeOptions,
): Promise<LifeResult<CertificateChange>> {
  return changeState(topology, options, async (context) => {
    const { store, random, issue } = context
    const meant = wish === 'rotate' ? withBelow(certificates, topology) : certificates
    const asked = new Map(meant.map((id) => [id, wish]))
    const planned = planCertificates({ ...context, asked })
    const steps = planned.filter(isIssuing)
    const awaited = planned
      .filter(({ do: what, id }) => what === 'await' && asked.has(id))
      .map(({ id }) => id)
    const chosen = chosenSteps(steps, asked, topology, due)
    const isMissing = ({ because }: IssuingStep) => because === 'new'
    const replacing = chosen.filter((step) => !isMissing(step))
    const missing = chosen.filter(isMissing).map(({ id }) => id)
    const named = new Set(wish === 'rotate' ? users : [])
    const holders = topology.users.filter(({ name }) => named.has(name))
    if (options.dryRun === true) return { steps: replacing, missing, awaited, ...secretsOf(holders) }
    await issue(replacing)
    if (replacing.length > 0) renewLists(context)
    if (wish === 'rotate' && seed) replaceSeed(store, random)
    const secrets = holders.filter((user) => replaceSecret(user, store, random)).map(({ name }) => name)
    const given = holders.map(({ name }) => name).filter((name) => !secrets.includes(name))
    return { steps: replacing, missing, awaited, secrets, given }
  })
}

/** Whose key is known to others may have signed for those below it, so these get new keys too. */
function withBelow(certificates: readonly string[], { authorities }: Topology): readonly string[] {
  const named = new Set(certificates)
  const below = authorities
    .filter(({ name }) => named.has(authorityCertificateId(name)))
    .flatMap((authority) => rotatedWith(authority, authorities))
  return [...new Set([...certificates, ...below.map(authorityCertificateId)])]
}

function secretsOf(users: Topology['users']): Pick<CertificateChange, 'secrets' | 'given'> {
  const isOurs = ({ authentication }: Topology['users'][number]) =>
    'secret' in authentication && authentication.secret.from === 'generate'
  const names = (list: Topology['users']) => list.map(({ name }) => name)
  return { secrets: names(users.filter(isOurs)), given: names(users.filter((user) => !isOurs(user))) }
}

function isIssuing(step: IssuanceStep): step is IssuingStep {
  return step.do === 'issue' || step.do === 'renew'
}

/** What was asked for; what has to come with it, above; and what a new key of an authority makes invalid, below. */
function chosenSteps(
  steps: readonly IssuingStep[],
  asked: ReadonlyMap<string, Wish>,
  { authorities }: Topology,
  due: boolean,
): readonly IssuingStep[] {
  const authorityIds = new Set(authorities.map(({ name }) => authorityCertificateId(name)))
  const askedAbove = [...asked.keys()].some((id) => authorityIds.has(id))
  return steps.filter(
    ({ id, because }) =>
      asked.has(id) ||
      (due && because !== 'new') ||
      (because !== 'new' && authorityIds.has(id)) ||
      (askedAbove && because === 'issuer-changed'),
  )
}
