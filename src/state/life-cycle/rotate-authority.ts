/** Replaces the key of an authority in stages, each of which is proved to lock nobody out before it is saved. */

import { Failure } from '../../diagnostics/failure.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import { type AuthorityRotation, generationId, rotatedWith } from '../../pki/issuance/authority-rotation.ts'
import { lockOuts } from '../../pki/issuance/connection-proof.ts'
import { authorityCertificateId } from '../../pki/materials.ts'
import type { Topology } from '../../topology/topology.ts'
import { planCertificates } from '../issuance/plan-certificates.ts'
import { renewLists } from '../issuance/revocation-lists.ts'
import { allWanted } from '../issuance/rotations.ts'
import type { MaterialStore } from '../store/material-store.ts'
import { connectionCount, connectionsBetween, installsOf } from './connection-installs.ts'
import { changeState, type LifeContext, type LifeOptions, type LifeResult } from './life-cycle.ts'

export interface RotationReport {
  /** The authority that the rotation began with. */
  readonly authority: string
  /** Absent: the rotation is over. */
  readonly rotation?: AuthorityRotation
  /** Certificates issued in this stage. */
  readonly issued: number
  /** Kinds of connections that were proved to hold in every mixture of old and new files. */
  readonly proved: number
}

export type RotationAction = 'begin' | 'next' | 'abort'

export interface RotationWish {
  readonly action: RotationAction
  readonly authority: string
  /** Part of what was issued that is issued again in one step: above 0, to 1. */
  readonly batch: number
}

/** @throws Failure where the action does not fit; nothing is changed then. */
export function rotateAuthority(
  topology: Topology,
  wish: RotationWish,
  options: LifeOptions,
): Promise<LifeResult<RotationReport>> {
  return changeState(topology, options, async (context) => {
    const { store, now, findings } = context
    const before = installsOf(topology, store)
    const rotation = stageAfter(wish, context, options.dryRun === true)
    if (rotation === undefined) store.rotation.remove(wish.authority)
    else store.rotation.put(wish.authority, { ...rotation, started: rotation.started || now.toISOString() })
    const staged = { ...context, wanted: allWanted(topology, store) }
    const steps = planCertificates(staged).filter((step) => step.do === 'issue' || step.do === 'renew')
    await context.issue(steps)
    renewLists(staged)
    if (!findings.hasErrors()) refuseLockOuts(topology, before, store)
    const proved = connectionCount(topology, before, installsOf(topology, store))
    return { ...(rotation && { rotation }), authority: wish.authority, issued: steps.length, proved }
  })
}

function refuseLockOuts(
  topology: Topology,
  before: ReturnType<typeof installsOf>,
  store: MaterialStore,
): void {
  const [first, ...more] = lockOuts(connectionsBetween(topology, before, installsOf(topology, store)))
  if (first === undefined) return
  const others = more.length === 0 ? '' : ` (and ${more.length} more)`
  throw new Failure(
    `this step would lock out ${first.name}${others}: with ${first.broker} files of the broker and ${first.client} files of the client, the ${first.refusedBy} would refuse; nothing was changed`,
  )
}

/** Changes the store to the stage that follows, and gives its record; `undefined` when the rotation is over. */
function stageAfter(
  { action, authority, batch }: RotationWish,
  context: LifeContext,
  dryRun: boolean,
): AuthorityRotation | undefined {
  const { store } = context
  const running = store.rotation.get(authority)
  if (action === 'begin') return beginning(authority, running, context)
  if (running === undefined) throw new Failure(`authority ${quoted(authority)} is not being rotated`)
  const { isCompiled = false, ...rotation } = running
  if (action === 'next' && !isCompiled && !dryRun) throw notCompiled(authority)
  if (rotation.stage === 'trusted') {
    if (action === 'abort') return end(rotation, 'next', store)
    exchange(rotation, 'next', store)
    return { ...rotation, stage: 'reissuing', moved: batch }
  }
  if (action === 'abort') {
    exchange(rotation, 'previous', store)
    return { ...rotation, moved: batch }
  }
  if (rotation.moved < 1) return { ...rotation, moved: Math.min(1, rotation.moved + batch) }
  return end(rotation, 'previous', store)
}

/** Whoever was interrupted runs the command again: that must not be the stage after. */
function notCompiled(authority: string): Failure {
  return new Failure(
    `the files of the stage that authority ${quoted(authority)} is in have not been compiled yet; run "mqttopia compile", install them at all brokers and clients, and then go on`,
  )
}

function beginning(
  name: string,
  running: AuthorityRotation | undefined,
  { topology, store }: LifeContext,
): AuthorityRotation {
  if (running !== undefined) throw new Failure(`authority ${quoted(name)} is being rotated already`)
  const authority = topology.authorities.find((each) => each.name === name)
  if (authority?.source !== 'generated') {
    throw new Failure(
      `the key of authority ${quoted(name)} is not mqttopia's to make; trust its successor beside it, issue from that, then drop it`,
    )
  }
  if (authority.issuer?.source === 'external') {
    throw new Failure(
      `authority ${quoted(name)} is signed by ${quoted(authority.issuer.name)}, whose key lives elsewhere; ask that for a second certificate with "mqttopia pki csr authority:${name} --new-key"`,
    )
  }
  const authorities = rotatedWith(authority, topology.authorities)
  const other = Array.from(store.rotation.entries()).find(([, { authorities: busy }]) =>
    busy.some((each) => authorities.includes(each)),
  )
  if (other !== undefined)
    throw new Failure(
      `authority ${quoted(other[0])} is being rotated; end that first, since it has to do with this one`,
    )
  const unmade = authorities.find((each) => store.certificate(authorityCertificateId(each)) === undefined)
  if (unmade !== undefined)
    throw new Failure(`authority ${quoted(unmade)} has no certificate yet; run "mqttopia compile" first`)
  return { stage: 'trusted', authorities, moved: 0, started: '' }
}

/** The present generation and the other one change places. */
function exchange(
  { authorities }: AuthorityRotation,
  other: 'next' | 'previous',
  store: MaterialStore,
): void {
  for (const name of authorities) {
    const own = authorityCertificateId(name)
    const otherId = generationId(name, other)
    store.moveCertificate(own, `${own}/moving`)
    store.moveCertificate(otherId, own)
    store.moveCertificate(`${own}/moving`, generationId(name, 'previous'))
    store.crl.remove(`${name}/${other}`)
  }
}

function end({ authorities }: AuthorityRotation, gone: 'next' | 'previous', store: MaterialStore): undefined {
  for (const name of authorities) {
    store.removeCertificate(generationId(name, gone))
    store.crl.remove(`${name}/${gone}`)
  }
  return undefined
}
