/** Keeps the revocation lists that brokers look at up to date. */

import { hash } from 'node:crypto'
import { quoted } from '../../diagnostics/quoted.ts'
import { generationId } from '../../pki/issuance/authority-rotation.ts'
import type { StatusEntry } from '../../pki/issuance/certificate-status.ts'
import { renewalTime } from '../../pki/issuance/renewal-time.ts'
import { authorityCertificateId } from '../../pki/materials.ts'
import { isProblem } from '../../pki/pki-problem.ts'
import type { Authority as IssuingAuthority } from '../../pki/x509/authority.ts'
import { validityFrom } from '../../pki/x509/certificate-time.ts'
import { createCrl, type RevokedCertificate } from '../../pki/x509/create-crl.ts'
import { readCrl } from '../../pki/x509/read-crl.ts'
import { type RevocationReason, revocationReasons } from '../../pki/x509/revocation-reason.ts'
import { type Authority, lineOf } from '../../topology/authority.ts'
import type { Topology } from '../../topology/topology.ts'
import { unknownRevocation } from '../codes.ts'
import type { MaterialStore, StoredCrl } from '../store/material-store.ts'
import { foreignListEnds, foreignListStatus } from './foreign-lists.ts'
import { issuingAuthorities } from './issuing-authorities.ts'
import type { PlanContext } from './plan-certificates.ts'
import { type RevokedSerial, revocations } from './revocations.ts'

/** The authorities of which some listener wants the list: above and below those it trusts. */
export function authoritiesWithList({ brokers, authorities }: Topology): readonly Authority[] {
  const trusted = brokers.flatMap(({ listeners }) =>
    listeners.flatMap(({ tls }) => (tls?.kind === 'certificate' && tls.crl ? tls.trust : [])),
  )
  return lineOf(trusted, authorities).filter(({ source }) => source !== 'external')
}

/** Makes the lists that are missing, out of date, or soon to end. Gives how many. */
export function renewLists(context: PlanContext, force = false): number {
  return renewListsOf(authoritiesWithList(context.topology), context, force)
}

/** The same for these authorities. While one is rotated, both of its keys sign a list: clients have certificates of both. */
export function renewListsOf(
  authorities: readonly Authority[],
  context: PlanContext,
  force: boolean,
): number {
  const { topology, store } = context
  const issuing = issuingAuthorities(context)
  const revoked = revocations(topology.authorities, store)
  let made = 0
  for (const authority of authorities) {
    if (isAwaited(authority, store)) continue
    const subject = { authority, revoked: revoked.get(authority.name) ?? [] }
    for (const listName of [authority.name, otherListName(authority.name, store)]) {
      if (listName === undefined) continue
      if (renewList({ ...subject, listName }, issuing(authorityCertificateId(listName)), context, force))
        made += 1
    }
  }
  return made
}

/** Its certificate is still to be signed elsewhere. */
function isAwaited({ name, source }: Authority, store: MaterialStore): boolean {
  return source === 'generated' && store.certificate(authorityCertificateId(name)) === undefined
}

/** When the stored lists are to be made anew, if nothing changes. */
export function* listRenewals(topology: Topology, store: MaterialStore): Iterable<Date> {
  for (const authority of authoritiesWithList(topology)) {
    for (const listName of [authority.name, otherListName(authority.name, store)]) {
      const stored = listName === undefined ? undefined : store.crl.get(listName)
      if (stored !== undefined) yield listRenewalTime(authority, stored)
    }
  }
  yield* foreignListEnds(topology, store)
}

/** What the list of the other key of an authority is kept under, while there are two. */
export function otherListName(authority: string, store: MaterialStore): string | undefined {
  const generation = (['next', 'previous'] as const).find(
    (each) => store.certificate(generationId(authority, each)) !== undefined,
  )
  return generation && `${authority}/${generation}`
}

/** What an authority has to say on its list. */
interface ListSubject {
  readonly authority: Authority
  readonly revoked: readonly RevokedSerial[]
}

function renewList(
  subject: ListSubject & { readonly listName: string },
  issuing: IssuingAuthority,
  { store, now }: PlanContext,
  force: boolean,
): boolean {
  const { authority, revoked, listName } = subject
  const { crl } = authority
  const stored = store.crl.get(listName)
  const digest = listDigest(subject)
  const authorityKeyId = issuing.certificate.subjectKeyId ?? ''
  const fits = stored?.digest === digest && stored.authorityKeyId === authorityKeyId
  if (fits && !force && now < listRenewalTime(authority, stored)) return false
  const { notBefore: thisUpdate, notAfter: nextUpdate } = validityFrom(now, crl.validitySeconds)
  const number = BigInt(stored?.number ?? 0) + 1n // RFC 5280 5.2.3: never falls, whoever signs
  const der = createCrl(issuing, { revoked: entries(revoked, stored, now), number, thisUpdate, nextUpdate })
  store.crl.put(listName, {
    number: String(number),
    nextUpdate: nextUpdate.toISOString(),
    ...{ authorityKeyId, digest },
    der,
  })
  return true
}

function listDigest({ authority: { crl }, revoked }: ListSubject): string {
  const facts = revoked.map(({ serial, reason, date }) => [serial, reason, date ?? null])
  return hash('sha256', JSON.stringify([crl.validitySeconds, facts])).slice(0, 32)
}

function listRenewalTime({ crl }: Authority, { nextUpdate }: StoredCrl): Date {
  const notAfter = new Date(nextUpdate)
  const notBefore = new Date(notAfter.getTime() - crl.validitySeconds * 1000)
  return renewalTime(crl, { notBefore, notAfter })
}

/** A revocation without a date has that of the first list that it was on. */
function* entries(
  revoked: readonly RevokedSerial[],
  stored: StoredCrl | undefined,
  now: Date,
): Iterable<RevokedCertificate> {
  const before = revocationTimes(stored)
  const today = new Date(now.toISOString().slice(0, 10))
  for (const { serial, reason, date } of revoked) {
    const revokedAt = date === undefined ? (before.get(serial) ?? today) : new Date(date)
    yield { serial, revokedAt, reason: reasonFrom(reason) }
  }
}

function revocationTimes(stored: StoredCrl | undefined): ReadonlyMap<string, Date> {
  const crl = stored && readCrl(stored.der)
  if (crl === undefined || isProblem(crl)) return new Map()
  return new Map(crl.revoked.map(({ serial, revokedAt }) => [serial, revokedAt]))
}

function reasonFrom(text: string): RevocationReason {
  const reason = revocationReasons.find((reason) => reason === text)
  if (reason === undefined) throw new RangeError(`${quoted(text)} is no reason for a revocation`)
  return reason
}

/** Points out serial numbers of generated authorities that none of their certificates has or had. */
export function reportUnknownSerials({ topology, store, findings }: PlanContext): void {
  const suspects = topology.authorities.filter(
    ({ source, revoked }) => source === 'generated' && revoked.length > 0,
  )
  if (suspects.length === 0) return
  const known = new Set<string>()
  for (const [, { serial, former }] of store.certificates()) {
    known.add(serial)
    for (const certificate of former) known.add(certificate.serial)
  }
  for (const { name, revoked } of suspects) {
    for (const { serial, path } of revoked.filter(({ serial }) => !known.has(serial))) {
      findings.report(unknownRevocation, {
        message: `authority ${quoted(name)} has issued no certificate with the serial number "${serial}"`,
        at: { path: [...path, 'serial'] },
        hint: 'compare it with "openssl x509 -noout -serial" of the certificate',
      })
    }
  }
}

/** The lists that listeners want, and others that were made. */
export function listStatus(topology: Topology, store: MaterialStore, now: Date): StatusEntry[] {
  const wanted = authoritiesWithList(topology)
  const revoked = revocations(topology.authorities, store)
  const own = topology.authorities.flatMap((authority): StatusEntry[] => {
    if (authority.source === 'external') return []
    const stored = store.crl.get(authority.name)
    if (stored === undefined && !wanted.includes(authority)) return []
    const usedBy = listenersOf(authority, topology)
    const owner = { kind: 'crl', selector: `authority:${authority.name}`, usedBy } as const
    const facts = { ...owner, authority: authority.name, subject: authority.commonName }
    if (stored === undefined) return [{ ...facts, state: 'missing' }]
    const [notAfter, renewsOn] = [new Date(stored.nextUpdate), listRenewalTime(authority, stored)]
    const dated = { ...facts, serial: stored.number, notAfter, renewsOn }
    if (now >= notAfter) return [{ ...dated, state: 'expired', because: 'every client is refused' }]
    const isStale = stored.digest !== listDigest({ authority, revoked: revoked.get(authority.name) ?? [] })
    if (isStale) return [{ ...dated, renewsOn: now, state: 'due', because: 'revocations-changed' }]
    return [{ ...dated, state: now >= renewsOn ? 'due' : 'ok' }]
  })
  const foreign = foreignListStatus(topology, store, now, (authority) => listenersOf(authority, topology))
  return [...own, ...foreign]
}

/** How many listeners look at the list, in words. */
function listenersOf(authority: Authority, { brokers, authorities }: Topology): string {
  const count = brokers
    .flatMap(({ listeners }) => listeners)
    .filter(
      ({ tls }) =>
        tls?.kind === 'certificate' && tls.crl && lineOf(tls.trust, authorities).includes(authority),
    ).length
  return count === 0 ? '' : `${count} listener${count === 1 ? '' : 's'}`
}
