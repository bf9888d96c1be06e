/** From a topology and the store to the steps that issue what is missing. */

import type { SpecPath } from '../../diagnostics/diagnostic.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import { isGenerationId } from '../../pki/issuance/authority-rotation.ts'
import type { IssuanceStep } from '../../pki/issuance/issuance-step.ts'
import { planIssuance, type Wish } from '../../pki/issuance/plan-issuance.ts'
import {
  authorityCertificateId,
  serverCertificateId,
  userCertificateId,
  usernameOf,
} from '../../pki/materials.ts'
import type { CertificateRequest, IssuedCertificate } from '../../pki/x509/certificate-request.ts'
import { requestProblem } from '../../pki/x509/request-problem.ts'
import { findUser } from '../../topology/find-user.ts'
import type { Topology } from '../../topology/topology.ts'
import { certificateUnsuitable, revokedRequest } from '../codes.ts'
import type { FindingList } from '../finding-list.ts'
import type { MaterialStore } from '../store/material-store.ts'
import type { ImportedAuthorities } from './authority-keys.ts'
import { givenAuthorities, plannedFrom } from './given-authorities.ts'
import { onHold, type RevokedReasons, revokedReasons } from './revocations.ts'
import { outgoingAuthorities } from './rotations.ts'
import type { DeviceRequest } from './signing-requests.ts'

export interface PlanContext {
  readonly topology: Topology
  readonly wanted: readonly CertificateRequest[]
  readonly store: MaterialStore
  readonly imported: ImportedAuthorities
  readonly deviceRequests: ReadonlyMap<string, DeviceRequest>
  readonly now: Date
  readonly findings: FindingList
  /** By id, what somebody asked for. */
  readonly asked?: ReadonlyMap<string, Wish>
  /** Ids of the stored certificates to look at, wanted or not: all others stay. Absent: all of them. */
  readonly among?: Iterable<string>
}

export type UsableContext = Pick<PlanContext, 'topology' | 'store' | 'deviceRequests' | 'findings' | 'among'>

/** Reports what cannot be issued; the steps are only fit to be run when there were no errors. */
export function planCertificates(context: PlanContext): readonly IssuanceStep[] {
  const { topology, wanted, store, deviceRequests, now, findings, asked = new Map() } = context
  const issued = usableCertificates(context)
  if (findings.hasErrors()) return []
  const outgoing = outgoingAuthorities(store)
  const imported = plannedFrom(givenAuthorities(topology))
  const planned = planIssuance({ wanted, issued, imported, now, asked, outgoing, deviceRequests })
  const revoked = revokedReasons(topology.authorities, store)
  const steps = planned.map((step) => withoutEscape(step, revoked))
  for (const step of steps)
    if (step.do !== 'keep' && step.do !== 'retire') reportUnsuitable(step.request, context)
  return steps
}

/**
 * The stored certificates that may stay: not the revoked ones, unless they are on hold, and not those of devices that
 * have a new key, keep it no longer, or are to keep it from now on. What is left out is issued as if it were new, with a
 * new key.
 */
export function usableCertificates({
  topology,
  store,
  deviceRequests,
  findings,
  among,
}: UsableContext): ReadonlyMap<string, IssuedCertificate> {
  const revoked = revokedReasons(topology.authorities, store)
  const usable = new Map<string, IssuedCertificate>()
  const keepsKey = keyKeepers(topology)
  for (const [id, certificate] of store.certificates(among)) {
    if (isOutgoing(id)) continue
    const request = deviceRequests.get(id)
    const hasOtherKey =
      request === undefined
        ? certificate.csr !== undefined || keepsKey(id)
        : request.keyId !== certificate.subjectKeyId
    if (hasOtherKey) continue
    const reason = revoked(certificate)
    if (reason === undefined || reason === onHold) usable.set(id, certificate)
    else if (request !== undefined) {
      usable.set(id, certificate)
      reportRevoked(id, topology, findings)
    }
  }
  return usable
}

/** Tells by the id of a certificate whether it is that of a user who keeps the key. */
function keyKeepers({ profiles, users }: Topology): (id: string) => boolean {
  if (!profiles.some(({ csr }) => csr)) return () => false
  return (id) => {
    const name = usernameOf(id)
    const user = name === undefined ? undefined : findUser(users, name)
    return user?.authentication.kind === 'certificate' && user.authentication.profile.csr
  }
}

/** A successor would undo that a certificate is on hold. */
function withoutEscape(step: IssuanceStep, revoked: RevokedReasons): IssuanceStep {
  if (!('replaces' in step) || step.replaces === undefined) return step
  const isHeld = revoked(step.replaces) === onHold
  return isHeld ? { do: 'keep', id: step.id, issued: step.replaces } : step
}

/** The old certificate of an authority under rotation: nothing is to be done about it. */
function isOutgoing(id: string): boolean {
  return isGenerationId(id) && id.endsWith('/previous')
}

function reportRevoked(id: string, topology: Topology, { report }: FindingList): void {
  report(revokedRequest, {
    message: `the certificate of ${quoted(nameOf(id))} is revoked, and there is no request with a new key`,
    at: { path: placeOf(id, topology) },
    hint: 'let the device make a new key and request, or remove it',
  })
}

function reportUnsuitable(request: CertificateRequest, { topology, findings }: PlanContext): void {
  const problem = requestProblem(request)
  if (problem === undefined) return
  const { message, hint } = problem
  findings.report(certificateUnsuitable, {
    message: `no certificate can be issued for ${quoted(nameOf(request.id))}: ${message}`,
    at: { path: placeOf(request.id, topology) },
    ...(hint === undefined ? {} : { hint }),
  })
}

/** The part of a certificate id that people know. */
export function nameOf(id: string): string {
  return id.slice(id.indexOf('/') + 1)
}

/** Where the spec asks for a certificate. Searches: only for what is reported. */
export function placeOf(id: string, { authorities, brokers, users }: Topology): SpecPath {
  const owner =
    authorities.find(({ name }) => authorityCertificateId(name) === id) ??
    users.find(({ name }) => userCertificateId(name) === id) ??
    brokers.find(({ name }) => id.startsWith(serverCertificateId(name, '')))
  return owner?.path ?? []
}
