/** Takes certificates back, and makes the revocation lists that say so. */

import { Failure } from '../../diagnostics/failure.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import { authorityCertificateId } from '../../pki/materials.ts'
import type { RevocationReason } from '../../pki/x509/revocation-reason.ts'
import type { Topology } from '../../topology/topology.ts'
import { authorityCertificates } from '../issuance/authority-certificates.ts'
import { nameOf } from '../issuance/plan-certificates.ts'
import { renewLists } from '../issuance/revocation-lists.ts'
import { onHold, revocationName, revocations } from '../issuance/revocations.ts'
import type { MaterialStore } from '../store/material-store.ts'
import { changeState, type LifeContext, type LifeOptions, type LifeResult } from './life-cycle.ts'

export interface RevocationWish {
  /** Ids, whose present certificates are meant and all before them that have not expired: they may have its key. */
  readonly certificates: readonly string[]
  readonly serials: readonly string[]
  /** Whose the serial numbers are, where mqttopia does not know them. */
  readonly authority?: string
}

export interface RevokedCertificate {
  readonly serial: string
  /** Empty for one that mqttopia does not know. */
  readonly id: string
  readonly authority: string
}

export interface RevocationReport {
  readonly revoked: readonly RevokedCertificate[]
  /** Were so before, for whatever reason. */
  readonly already: readonly RevokedCertificate[]
  /** How many lists were made. */
  readonly lists: number
}

export function revokeCertificates(
  topology: Topology,
  wish: RevocationWish,
  reason: RevocationReason,
  options: LifeOptions,
): Promise<LifeResult<RevocationReport>> {
  return changeState(topology, options, (context) => {
    const { store, now } = context
    const known = revokedNow(context)
    const [revoked, already]: [RevokedCertificate[], RevokedCertificate[]] = [[], []]
    for (const found of meantCertificates(wish, context)) {
      const { serial, id, authority } = found
      const before = known.get(revocationName(authority, serial))
      // Whoever was on hold may be revoked for good.
      const isNew = before === undefined || (before === onHold && reason !== onHold)
      const list = isNew ? revoked : already
      list.push(found)
      if (isNew)
        store.revocation.put(revocationName(authority, serial), {
          authority,
          reason,
          date: now.toISOString(),
          of: id,
        })
    }
    return { revoked, already, lists: renewLists(context) }
  })
}

/** Lifts certificates that are on hold; whatever else was revoked stays so. */
export function releaseCertificates(
  topology: Topology,
  wish: RevocationWish,
  options: LifeOptions,
): Promise<LifeResult<RevocationReport>> {
  return changeState(topology, options, (context) => {
    const { store } = context
    const known = revokedNow(context)
    const found = meantCertificates(wish, context).filter(({ serial, authority }) =>
      known.has(revocationName(authority, serial)),
    )
    if (found.length === 0) throw new Failure('nothing of this is revoked')
    for (const { serial, authority } of found) {
      const name = [revocationName(authority, serial), serial].find(
        (each) => store.revocation.get(each) !== undefined,
      )
      const stored = name === undefined ? undefined : store.revocation.get(name)
      if (name === undefined || stored === undefined) {
        throw new Failure(`certificate ${serial} is revoked in the spec; take it off the list there`)
      }
      if (stored.reason !== onHold) {
        throw new Failure(
          `certificate ${serial} was revoked for good (${stored.reason}); only ${onHold} can be lifted`,
        )
      }
      store.revocation.remove(name)
    }
    return { revoked: found, already: [], lists: renewLists(context) }
  })
}

/** Reasons by {@link revocationName}. */
function revokedNow({ topology, store }: LifeContext): ReadonlyMap<string, string> {
  const lists = Array.from(revocations(topology.authorities, store), ([authority, list]) =>
    list.map(({ serial, reason }) => [revocationName(authority, serial), reason] as const),
  )
  return new Map(lists.flat())
}

function meantCertificates(wish: RevocationWish, context: LifeContext): RevokedCertificate[] {
  return [
    ...wish.certificates.flatMap((id) => certificatesOf(id, context)),
    ...wish.serials.map((serial) => certificateWith(serial, wish.authority, context)),
  ]
}

function certificatesOf(id: string, { topology, store, now }: LifeContext): RevokedCertificate[] {
  const certificate = store.certificate(id)
  if (certificate === undefined)
    throw new Failure(`${quoted(nameOf(id))} has no certificate that could be revoked`)
  if (certificate.authorityKeyId === undefined) {
    throw new Failure(
      `${quoted(nameOf(id))} is a root: nobody above it could say that it is revoked; replace its key with "mqttopia pki rotate authority:${nameOf(id)} --staged"`,
    )
  }
  const { serial, issuer, former } = certificate
  return [...former.filter(({ notAfter }) => Date.parse(notAfter) > now.getTime()), { serial, issuer }].map(
    (each) => ({
      serial: each.serial,
      id,
      authority: authorityNamed(each.issuer, id, topology, store),
    }),
  )
}

/** A name is enough: both keys of an authority under rotation have one list of revoked certificates. */
function authorityNamed(subject: string, id: string, topology: Topology, store: MaterialStore): string {
  const { trusted } = authorityCertificates(store)
  const isHere = ({ name, certificatePem }: Topology['authorities'][number]) =>
    certificatePem !== undefined || store.certificate(authorityCertificateId(name)) !== undefined
  const authority = topology.authorities
    .filter(isHere)
    .find((each) => trusted(each).some((certificate) => certificate.subject === subject))
  if (authority?.source === 'external') {
    throw new Failure(
      `the key of authority ${quoted(authority.name)} lives elsewhere: have the certificate of ${quoted(nameOf(id))} revoked there`,
    )
  }
  if (authority !== undefined) return authority.name
  throw new Failure(
    `the authority that issued the certificate of ${quoted(nameOf(id))} (${subject}) is no longer in the spec`,
  )
}

function certificateWith(
  serial: string,
  authority: string | undefined,
  { topology, store }: LifeContext,
): RevokedCertificate {
  for (const [id, certificate] of store.certificates()) {
    const all = [certificate, ...certificate.former]
    const found = all.find((each) => each.serial === serial)
    if (found === undefined) continue
    const name = authorityNamed(found.issuer, id, topology, store)
    if (authority === undefined || authority === name) return { serial, id, authority: name }
  }
  if (authority !== undefined) return { serial, id: '', authority }
  throw new Failure(
    `mqttopia has issued no certificate with the serial number ${serial}; say whose it is with --authority NAME`,
  )
}
