/**
 * Decides which certificates to issue, renew and retire. Pure: clock and stored certificates come in as
 * values, the plan goes out as data. One pass, so a hundred thousand certificates are nothing.
 */

import type { CertificateRequest, IssuedCertificate } from '../x509/certificate-request.ts'
import { nameText } from '../x509/distinguished-name.ts'
import { asksTheSame } from '../x509/request-digest.ts'
import { isMoved } from './authority-rotation.ts'
import type { AwaitReason, IssuanceReason, IssuanceStep, KeySource } from './issuance-step.ts'
import { renewalTime } from './renewal-time.ts'

/** An authority that issues here but is itself issued elsewhere. */
export interface ImportedAuthority {
  readonly subject: string
  readonly subjectKeyId: string
  readonly notAfter: Date
  /** Its key lives elsewhere: it signs nothing here. */
  readonly external?: boolean
}

/** An authority as it will be once the steps before are done. */
interface PlannedAuthority {
  readonly subject: string
  /** Absent while its key is still to be made. */
  readonly subjectKeyId?: string
  readonly notAfterMs: number
  /** Why it signs nothing now. */
  readonly signsNot?: Extract<AwaitReason, 'external-issuer' | 'issuer-awaited'>
}

export interface PlanInput {
  readonly wanted: readonly CertificateRequest[]
  /** By {@link CertificateRequest.id}. */
  readonly issued: ReadonlyMap<string, IssuedCertificate>
  readonly imported?: ReadonlyMap<string, ImportedAuthority>
  readonly now: Date
  /** By id, what somebody asked for: the same with a later end, or with a new key. */
  readonly asked?: ReadonlyMap<string, Wish>
  readonly outgoing?: Outgoing
  /** By id, the requests of devices that keep their keys. */
  readonly deviceRequests?: Pick<ReadonlyMap<string, unknown>, 'has'>
}

export type Wish = 'renew' | 'rotate'

/**
 * The old certificates of authorities whose key is being replaced, by id. What they issued stays until it is its turn:
 * `moved` of all have had theirs.
 */
export type Outgoing = ReadonlyMap<string, ImportedAuthority & { readonly moved: number }>

/**
 * One step per certificate, wanted or stored: every issuer before what it issues, otherwise in the order
 * wanted; what is no longer wanted last, by id.
 *
 * @throws RangeError where an issuer is unknown or issues itself over others; the checks find that first.
 */
export function planIssuance(input: PlanInput): IssuanceStep[] {
  const { wanted, issued, imported = new Map(), now } = input
  const requests = new Map(wanted.map((request) => [request.id, request]))
  const authorities = new Map(Array.from(imported, ([id, authority]) => [id, plannedImport(authority)]))
  const steps = new Map<string, IssuanceStep>()
  const isPlanned = (id: string) => steps.has(id) || imported.has(id)
  for (const start of wanted) {
    for (const request of unplannedChain(start, requests, isPlanned)) {
      const issuer =
        request.issuer === undefined ? undefined : issuerOf(request.id, authorities.get(request.issuer))
      const step = planOne(request, issuer, input)
      steps.set(request.id, step)
      if (isAuthority(request)) authorities.set(request.id, plannedAuthority(request, step, issuer, now))
    }
  }
  return [...steps.values(), ...retired(issued, requests)]
}

function issuerOf(id: string, issuer: PlannedAuthority | undefined): PlannedAuthority {
  if (issuer === undefined) throw new RangeError(`the issuer of "${id}" is not an authority`)
  return issuer
}

function isAuthority({ kind }: CertificateRequest): boolean {
  return kind === 'root' || kind === 'intermediate'
}

/** The request and the issuers above it that have no step yet, the highest first. */
function unplannedChain(
  start: CertificateRequest,
  requests: ReadonlyMap<string, CertificateRequest>,
  isPlanned: (id: string) => boolean,
): CertificateRequest[] {
  // Of almost all, what issues them stands before them.
  if (start.issuer !== undefined && isPlanned(start.issuer)) return isPlanned(start.id) ? [] : [start]
  const chain: CertificateRequest[] = []
  let request: CertificateRequest = start
  while (!isPlanned(request.id)) {
    if (chain.includes(request)) throw new RangeError(`the issuers of "${start.id}" form a circle`)
    chain.push(request)
    if (request.issuer === undefined || isPlanned(request.issuer)) break
    const issuer = requests.get(request.issuer)
    if (issuer === undefined) throw new RangeError(`the issuer of "${request.id}" is unknown`)
    request = issuer
  }
  return chain.reverse()
}

function planOne(
  request: CertificateRequest,
  issuer: PlannedAuthority | undefined,
  input: PlanInput,
): IssuanceStep {
  const step = planHere(request, issuer, input)
  const reason = step.do === 'keep' ? undefined : awaitReason(request, issuer, input)
  if (reason === undefined) return step
  const { id } = request
  const issued = input.issued.get(id)
  const replaces = issued !== undefined && isFrom(issued, issuer) ? { replaces: issued } : {}
  return { do: 'await', id, request, because: reason, ...replaces }
}

/** A device that has a certificate needs no other request: it keeps its key. */
function awaitReason(
  request: CertificateRequest,
  issuer: PlannedAuthority | undefined,
  { issued, deviceRequests, asked }: PlanInput,
): AwaitReason | undefined {
  const { id, csr } = request
  if (issuer?.signsNot !== undefined) return issuer.signsNot
  if (isImported(request, issued.get(id)) && asked?.get(id) !== 'rotate') return 'made-elsewhere'
  return csr === true && !issued.has(id) && deviceRequests?.has(id) !== true ? 'no-request' : undefined
}

/** Whose certificate mqttopia could only replace by one with another name, which nobody trusts. */
function isImported(request: CertificateRequest, issued: IssuedCertificate | undefined): boolean {
  return issued?.origin === 'imported' && isAuthority(request)
}

/** What would be done about it, if all were here. */
function planHere(
  request: CertificateRequest,
  issuer: PlannedAuthority | undefined,
  input: PlanInput,
): Exclude<IssuanceStep, { do: 'retire' | 'await' }> {
  const { id } = request
  const issued = input.issued.get(id)
  const wish = input.asked?.get(id)
  const because = issued === undefined ? 'new' : reasonToReplace(request, issued, issuer, input)
  if (issued !== undefined && because === undefined && wish === undefined) return { do: 'keep', id, issued }
  const key = wish === 'rotate' && request.csr !== true ? 'generate' : keySource(request, issued)
  if (issued === undefined) return { do: 'issue', id, request, key, because: 'new' }
  const replacing = { id, request, key, replaces: issued }
  if (because !== undefined && because !== 'expiring' && because !== 'expired')
    return { do: 'issue', ...replacing, because }
  if (wish === 'rotate') return { do: 'issue', ...replacing, because: 'asked' }
  return { do: 'renew', ...replacing, because: because ?? 'asked' }
}

function keySource(request: CertificateRequest, issued: IssuedCertificate | undefined): KeySource {
  if (request.csr === true) return 'csr'
  const reusable = issued !== undefined && issued.keyAlgorithm === request.keyAlgorithm
  return reusable && request.rotate !== 'always' ? 'reuse' : 'generate'
}

function reasonToReplace(
  request: CertificateRequest,
  issued: IssuedCertificate,
  issuer: PlannedAuthority | undefined,
  { now, outgoing }: PlanInput,
): Exclude<IssuanceReason, 'new' | 'asked'> | undefined {
  if (!asksTheSame(issued.requestDigest, request) && !isImported(request, issued)) return 'request-changed'
  if (!isFrom(issued, issuer) && !mayStay(request, issued, outgoing)) return 'issuer-changed'
  const { notAfter } = issued
  if (!lastsLonger(request, notAfter, issuer, now)) return undefined
  if (now >= notAfter) return 'expired'
  return now >= renewalTime(request, issued) ? 'expiring' : undefined
}

/** True for what was issued under a key that is on its way out, while it is not its turn. */
function mayStay(
  { id, issuer = '' }: CertificateRequest,
  issued: IssuedCertificate,
  outgoing: Outgoing | undefined,
): boolean {
  const old = outgoing?.get(issuer)
  return old !== undefined && !isMoved(id, old.moved) && isFrom(issued, plannedImport(old))
}

/** True when the stored certificate would still verify under its issuer's planned name and key. */
function isFrom(issued: IssuedCertificate, issuer: PlannedAuthority | undefined): boolean {
  if (issuer === undefined) return issued.issuer === issued.subject
  return issued.issuer === issuer.subject && issued.authorityKeyId === issuer.subjectKeyId
}

/** Below an issuer that ends at the same time, a renewal would gain nothing and be due again at once. */
function lastsLonger(
  request: CertificateRequest,
  notAfter: Date,
  issuer: PlannedAuthority | undefined,
  now: Date,
): boolean {
  return endOf(request, issuer, now) > notAfter.getTime()
}

function endOf(
  { durationSeconds }: CertificateRequest,
  issuer: PlannedAuthority | undefined,
  now: Date,
): number {
  return Math.min(now.getTime() + durationSeconds * 1000, issuer?.notAfterMs ?? Number.POSITIVE_INFINITY)
}

function plannedImport(authority: ImportedAuthority): PlannedAuthority {
  const { subject, subjectKeyId, notAfter, external = false } = authority
  const planned = { subject, subjectKeyId, notAfterMs: notAfter.getTime() }
  return external ? { ...planned, signsNot: 'external-issuer' } : planned
}

function plannedAuthority(
  request: CertificateRequest,
  step: IssuanceStep,
  issuer: PlannedAuthority | undefined,
  now: Date,
): PlannedAuthority {
  if (step.do === 'keep' || step.do === 'retire') return plannedImport(step.issued)
  const planned = { subject: nameText(request), notAfterMs: endOf(request, issuer, now) }
  const { replaces } = step
  if (step.do === 'await') {
    if (replaces === undefined) return { ...planned, signsNot: 'issuer-awaited' }
    return { ...plannedImport(replaces), ...(now < replaces.notAfter ? {} : { signsNot: 'issuer-awaited' }) }
  }
  return step.key === 'reuse' && replaces !== undefined
    ? { ...planned, subjectKeyId: replaces.subjectKeyId }
    : planned
}

function retired(
  issued: ReadonlyMap<string, IssuedCertificate>,
  requests: ReadonlyMap<string, CertificateRequest>,
): IssuanceStep[] {
  const unwanted: (readonly [id: string, certificate: IssuedCertificate])[] = []
  for (const entry of issued) if (!requests.has(entry[0])) unwanted.push(entry)
  return unwanted
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, certificate]): IssuanceStep => ({ do: 'retire', id, issued: certificate }))
}
