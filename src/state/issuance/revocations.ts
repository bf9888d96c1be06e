/** Which certificates are revoked: those that the spec lists, and those that the lock file records. */

import { authorityCertificateId } from '../../pki/materials.ts'
import { isProblem } from '../../pki/pki-problem.ts'
import { readCertificate } from '../../pki/x509/read-certificate.ts'
import type { Authority } from '../../topology/authority.ts'
import type { MaterialStore } from '../store/material-store.ts'

export interface RevokedSerial {
  readonly serial: string
  readonly reason: string
  /** ISO 8601, a day or a time. Absent: the day of the first list that has it. */
  readonly date?: string
}

/** The only reason that can be taken back (RFC 5280 5.3.1): a certificate on hold is not replaced. */
export const onHold = 'certificateHold'

/**
 * What a revocation is kept under. Serial numbers of 158 random bits are unique; those of an imported authority may
 * be 1, 2 and 3, which others have as well.
 */
export function revocationName(authority: string, serial: string): string {
  return isUnique(serial) ? serial : `${authority}/${serial}`
}

function isUnique(serial: string): boolean {
  return serial.length >= 32
}

/** By name of the authority, each in order of serial number. Where both say something, the spec is right. */
export function revocations(
  authorities: readonly Authority[],
  store: Pick<MaterialStore, 'revocation'>,
): ReadonlyMap<string, readonly RevokedSerial[]> {
  const byAuthority = new Map(authorities.map(({ name }) => [name, new Map<string, RevokedSerial>()]))
  for (const [name, { authority, reason, date }] of store.revocation.entries()) {
    const serial = name.slice(name.lastIndexOf('/') + 1)
    byAuthority.get(authority)?.set(serial, { serial, reason, date })
  }
  for (const { name, revoked } of authorities)
    for (const revocation of revoked) byAuthority.get(name)?.set(revocation.serial, revocation)
  return new Map(Array.from(byAuthority, ([name, serials]) => [name, inOrder([...serials.values()])]))
}

function inOrder(revoked: readonly RevokedSerial[]): readonly RevokedSerial[] {
  return revoked.toSorted((a, b) => (a.serial < b.serial ? -1 : 1))
}

/** Why a certificate is revoked, by its serial number and the name of its issuer; `undefined` for one that is not. */
export type RevokedReasons = (
  certificate: Readonly<Record<'serial' | 'issuer', string>>,
) => string | undefined

export function revokedReasons(
  authorities: readonly Authority[],
  store: Pick<MaterialStore, 'revocation' | 'certificate'>,
): RevokedReasons {
  const reasons = new Map<string, string>()
  for (const [name, list] of revocations(authorities, store)) {
    const subject = list.every(({ serial }) => isUnique(serial)) ? '' : subjectOf(name, authorities, store)
    for (const { serial, reason } of list)
      reasons.set(isUnique(serial) ? serial : `${serial} ${subject}`, reason)
  }
  return ({ serial, issuer }) => reasons.get(isUnique(serial) ? serial : `${serial} ${issuer}`)
}

function subjectOf(
  name: string,
  authorities: readonly Authority[],
  store: Pick<MaterialStore, 'certificate'>,
): string {
  const pem = authorities.find((authority) => authority.name === name)?.certificatePem
  if (pem === undefined) return store.certificate(authorityCertificateId(name))?.subject ?? ''
  const certificate = readCertificate(pem)
  return isProblem(certificate) ? '' : certificate.subject.text
}
