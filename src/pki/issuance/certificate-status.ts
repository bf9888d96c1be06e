/** How certificates and revocation lists are doing at a time: what `pki status` shows. Public facts alone. */

import type { Authority } from '../../topology/authority.ts'
import type { CertificateRequest, IssuedCertificate } from '../x509/certificate-request.ts'
import { nameText } from '../x509/distinguished-name.ts'
import type { CertificateDescription } from '../x509/read-certificate.ts'
import type { CertificateOwner } from './certificate-owner.ts'
import type { AwaitReason, IssuanceStep } from './issuance-step.ts'
import { renewalTime } from './renewal-time.ts'

/**
 * `ok` · `due`: the next compile makes it anew · `expired` · `revoked` · `held`: revoked for the time being ·
 * `missing`: not issued yet · `awaited`: the same, and somebody else has to do something first · `superseded`: replaced, and still valid · `retired`: wanted no more, and still valid
 */
export type StatusState =
  | 'ok'
  | 'due'
  | 'expired'
  | 'revoked'
  | 'held'
  | 'missing'
  | 'awaited'
  | 'superseded'
  | 'retired'

export interface StatusEntry extends Omit<CertificateOwner, 'kind'> {
  readonly kind: CertificateOwner['kind'] | 'crl'
  readonly subject: string
  /** Name of the issuing authority; absent for roots, external authorities and what nobody wants any more. */
  readonly authority?: string
  readonly serial?: string
  /** SHA-256 in hexadecimal. */
  readonly fingerprint?: string
  readonly notBefore?: Date
  readonly notAfter?: Date
  /** From when on a compile makes it anew; absent where none does, or where that would gain nothing. */
  readonly renewsOn?: Date
  readonly state: StatusState
  /** Why it is due, or was revoked. */
  readonly because?: string
}

export interface StatusContext {
  readonly ownerOf: (id: string) => CertificateOwner
  /** By certificate id. */
  readonly wanted: ReadonlyMap<string, CertificateRequest>
  /** The one that the store has now, usable or not. */
  readonly stored: (id: string) => IssuedCertificate | undefined
  /** Why a certificate is revoked, if it is. */
  readonly revoked: (certificate: Pick<IssuedCertificate, 'serial' | 'issuer'>) => string | undefined
  readonly now: Date
}

/** What one step of an issuance plan is about; `undefined` for what is wanted no more and has expired. */
export function certificateStatus(step: IssuanceStep, context: StatusContext): StatusEntry | undefined {
  const owner = context.ownerOf(step.id)
  if (step.do === 'retire') return formerStatus(owner, step.issued, 'retired', context)
  const request = context.wanted.get(step.id)
  const authority = request?.issuer === undefined ? {} : { authority: nameOfId(request.issuer) }
  const found = context.stored(step.id)
  if (found === undefined) {
    const facts = { ...owner, ...authority, subject: request === undefined ? '' : nameText(request) }
    return step.do === 'await'
      ? { ...facts, state: 'awaited', because: whatToDo(step.because, owner) }
      : { ...facts, state: 'missing' }
  }
  const facts = { ...owner, ...authority, ...publicFacts(found) }
  return { ...facts, ...condition(step, found, owner, context) }
}

function whatToDo(reason: AwaitReason, { selector }: CertificateOwner): string {
  switch (reason) {
    case 'external-issuer':
      return `have it signed: pki csr ${selector}`
    case 'no-request':
      return 'its request is missing: pki sign'
    case 'issuer-awaited':
      return 'its issuer is awaited'
    case 'made-elsewhere':
      return 'renew it where it was made: pki import'
  }
}

function nameOfId(id: string): string {
  return id.slice(id.indexOf('/') + 1)
}

function publicFacts({ subject, serial, fingerprint, notBefore, notAfter }: IssuedCertificate) {
  return { subject, serial, fingerprint, notBefore, notAfter }
}

type Condition = Pick<StatusEntry, 'state' | 'because' | 'renewsOn'>

function condition(
  step: Exclude<IssuanceStep, { do: 'retire' }>,
  found: IssuedCertificate,
  owner: CertificateOwner,
  { wanted, revoked, now }: StatusContext,
): Condition {
  const reason = revoked(found)
  if (reason !== undefined) return { state: step.do === 'keep' ? 'held' : 'revoked', because: reason }
  if (step.do !== 'keep') {
    const because = step.do === 'await' ? whatToDo(step.because, owner) : step.because
    return { state: now >= found.notAfter ? 'expired' : 'due', because, renewsOn: now }
  }
  if (now >= found.notAfter) return { state: 'expired' }
  const request = wanted.get(step.id)
  const renewsOn = request && renewalTime(request, found)
  return renewsOn === undefined || renewsOn <= now ? { state: 'ok' } : { state: 'ok', renewsOn }
}

/** A certificate that another one has taken the place of, or that is wanted no more, while it has not expired. */
export function formerStatus(
  owner: CertificateOwner,
  former: FormerFacts,
  state: 'superseded' | 'retired',
  { revoked, now }: StatusContext,
): StatusEntry | undefined {
  if (former.notAfter <= now) return undefined
  const reason = revoked(former)
  const { subject = '', serial, notAfter } = former
  const facts = { ...owner, subject, serial, notAfter }
  return reason === undefined ? { ...facts, state } : { ...facts, state: 'revoked', because: reason }
}

interface FormerFacts {
  readonly subject?: string
  readonly issuer: string
  readonly serial: string
  readonly notAfter: Date
}

/** An authority whose certificate was made elsewhere: mqttopia can only say how long it lasts. */
export function givenAuthorityStatus(
  { name, renewBeforeSeconds }: Authority,
  owner: CertificateOwner,
  certificate: GivenFacts,
  now: Date,
): StatusEntry {
  const { subject, serial, fingerprint, notBefore, notAfter } = certificate
  const renewsOn = renewalTime({ renewBeforeSeconds }, certificate)
  const state = now >= notAfter ? 'expired' : now >= renewsOn ? 'due' : 'ok'
  const because = state === 'due' ? { because: `ask whoever issued ${name} for the next one` } : {}
  const facts = { subject: subject.text, serial, fingerprint, notBefore, notAfter }
  return { ...owner, ...facts, renewsOn, state, ...because }
}

type GivenFacts = Pick<
  CertificateDescription,
  'subject' | 'serial' | 'fingerprint' | 'notBefore' | 'notAfter'
>
