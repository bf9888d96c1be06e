/** Certificates as records of the lock file. */

import type { IssuedCertificate } from '../pki/certificate-request.ts'
import type { RecordTable } from './record-table.ts'

/** A certificate that another one has taken the place of, and that may still be revoked. */
export interface FormerCertificate {
  readonly serial: string
  readonly issuer: string
  /** ISO 8601. */
  readonly notAfter: string
}

/** Times are ISO 8601. The certificate itself is the record's data. */
interface CertificateRecord
  extends Omit<IssuedCertificate, 'notBefore' | 'notAfter' | 'der' | 'authorityKeyId'> {
  readonly notBefore: string
  readonly notAfter: string
  readonly authorityKeyId?: string
  /** SHA-256 of the signing request that it was issued for, in hexadecimal. */
  readonly csr?: string
  readonly former?: readonly FormerCertificate[]
}

/** A view of a record, which is decoded when something of it is asked for. */
export class StoredCertificate implements IssuedCertificate {
  readonly #table: RecordTable
  readonly #key: string
  #decoded: CertificateRecord | undefined

  constructor(table: RecordTable, key: string) {
    this.#table = table
    this.#key = key
  }

  /** The checksum of its line vouches that a record is what was put under its key. */
  get #record(): CertificateRecord {
    this.#decoded ??= this.#table.get(this.#key) as CertificateRecord
    return this.#decoded
  }

  get requestDigest(): string {
    return this.#record.requestDigest
  }
  get subject(): string {
    return this.#record.subject
  }
  get issuer(): string {
    return this.#record.issuer
  }
  get serial(): string {
    return this.#record.serial
  }
  get subjectKeyId(): string {
    return this.#record.subjectKeyId
  }
  get authorityKeyId(): string | undefined {
    return this.#record.authorityKeyId
  }
  get keyAlgorithm(): string {
    return this.#record.keyAlgorithm
  }
  get notBefore(): Date {
    return new Date(this.#record.notBefore)
  }
  get notAfter(): Date {
    return new Date(this.#record.notAfter)
  }
  get fingerprint(): string {
    return this.#record.fingerprint
  }
  get csr(): string | undefined {
    return this.#record.csr
  }
  get former(): readonly FormerCertificate[] {
    return this.#record.former ?? []
  }
  get der(): Buffer {
    const der = this.#table.data(this.#key)
    if (der === undefined) throw new Error(`the record ${this.#key} lacks its certificate`)
    return der
  }
}

/** Puts a certificate into the table, with what is remembered of those before it. */
export function putCertificate(
  table: RecordTable,
  key: string,
  issued: IssuedCertificate,
  { csr, former }: { readonly csr: string | undefined; readonly former: readonly FormerCertificate[] },
): void {
  const { authorityKeyId } = issued
  const record: CertificateRecord = {
    serial: issued.serial,
    notBefore: issued.notBefore.toISOString(),
    notAfter: issued.notAfter.toISOString(),
    subject: issued.subject,
    issuer: issued.issuer,
    keyAlgorithm: issued.keyAlgorithm,
    subjectKeyId: issued.subjectKeyId,
    ...(authorityKeyId === undefined ? {} : { authorityKeyId }),
    fingerprint: issued.fingerprint,
    requestDigest: issued.requestDigest,
    ...(csr === undefined ? {} : { csr }),
    ...(former.length === 0 ? {} : { former }),
  }
  table.set(key, record, issued.der)
}

/** What a certificate leaves behind when it is replaced: itself and its own predecessors, less the expired. */
export function formerOf(replaced: StoredCertificate | undefined, now: Date): readonly FormerCertificate[] {
  if (replaced === undefined) return []
  const { serial, issuer, notAfter, former } = replaced
  return [...former, { serial, issuer, notAfter: notAfter.toISOString() }].filter(
    (certificate) => Date.parse(certificate.notAfter) > now.getTime(),
  )
}
