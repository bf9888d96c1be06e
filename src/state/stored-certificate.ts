/** Certificates as records of the lock file. */

import type { IssuedCertificate } from '../pki/certificate-request.ts'

/** A certificate that another one has taken the place of, and that may still be revoked. */
export interface FormerCertificate {
  readonly serial: string
  readonly issuer: string
  /** ISO 8601. */
  readonly notAfter: string
}

export interface StoredCertificate extends IssuedCertificate {
  /** SHA-256 of the signing request that it was issued for, in hexadecimal. */
  readonly csr?: string
  readonly former: readonly FormerCertificate[]
}

/** The same in JSON: times in ISO 8601, the certificate in base64. */
export interface CertificateRecord
  extends Omit<StoredCertificate, 'notBefore' | 'notAfter' | 'der' | 'former'> {
  readonly notBefore: string
  readonly notAfter: string
  readonly former?: readonly FormerCertificate[]
  readonly der: string
}

export function certificateRecord(
  issued: IssuedCertificate,
  former: readonly FormerCertificate[],
  csr: string | undefined,
): CertificateRecord {
  const { der, notBefore, notAfter, authorityKeyId } = issued
  return {
    serial: issued.serial,
    notBefore: notBefore.toISOString(),
    notAfter: notAfter.toISOString(),
    subject: issued.subject,
    issuer: issued.issuer,
    keyAlgorithm: issued.keyAlgorithm,
    subjectKeyId: issued.subjectKeyId,
    ...(authorityKeyId === undefined ? {} : { authorityKeyId }),
    fingerprint: issued.fingerprint,
    requestDigest: issued.requestDigest,
    ...(csr === undefined ? {} : { csr }),
    ...(former.length === 0 ? {} : { former }),
    der: der.toString('base64'),
  }
}

/** Decodes the certificate only when it is asked for: most of a fleet's never are. */
export function certificateFrom(record: CertificateRecord): StoredCertificate {
  const { notBefore, notAfter, authorityKeyId, csr, former = [] } = record
  return {
    requestDigest: record.requestDigest,
    subject: record.subject,
    issuer: record.issuer,
    serial: record.serial,
    subjectKeyId: record.subjectKeyId,
    ...(authorityKeyId === undefined ? {} : { authorityKeyId }),
    keyAlgorithm: record.keyAlgorithm,
    notBefore: new Date(notBefore),
    notAfter: new Date(notAfter),
    fingerprint: record.fingerprint,
    ...(csr === undefined ? {} : { csr }),
    former,
    get der() {
      return Buffer.from(record.der, 'base64')
    },
  }
}

/** What a certificate leaves behind when it is replaced: itself and its own predecessors, less the expired. */
export function formerOf(replaced: StoredCertificate | undefined, now: Date): readonly FormerCertificate[] {
  if (replaced === undefined) return []
  const { serial, issuer, notAfter, former } = replaced
  return [...former, { serial, issuer, notAfter: notAfter.toISOString() }].filter(
    (certificate) => Date.parse(certificate.notAfter) > now.getTime(),
  )
}
