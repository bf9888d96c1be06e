/** Certificates as records of the lock file. */

import type { IssuedCertificate } from '../../pki/x509/certificate-request.ts'
import type { RecordTable, Row } from '../records/record-table.ts'

/** A certificate that another one has taken the place of, and that may still be revoked. */
export interface FormerCertificate {
  readonly serial: string
  readonly issuer: string
  /** ISO 8601. */
  readonly notAfter: string
}

/** Times are ISO 8601. The certificate itself is the record's data. */
interface CertificateRecord
  extends Omit<IssuedCertificate, 'notBefore' | 'notAfter' | 'der' | 'authorityKeyId' | 'origin'> {
  readonly notBefore: string
  readonly notAfter: string
  readonly authorityKeyId?: string
  readonly origin?: 'imported'
  /** SHA-256 of the signing request that it was issued for, in hexadecimal. */
  readonly csr?: string
  readonly former?: readonly FormerCertificate[]
}

interface ReadDate {
  text: string
  ms: number
}

/** The latest that were read: thousands are issued at one time. */
const begins: ReadDate = { text: '', ms: Number.NaN }
const ends: ReadDate = { text: '', ms: Number.NaN }

function dateOf(text: string, latest: ReadDate): Date {
  if (latest.text !== text) {
    latest.text = text
    latest.ms = Date.parse(text)
  }
  return new Date(latest.ms)
}

/** A view of a record as it was; its members are read when they are asked for, since fleets have many. */
export class StoredCertificate implements IssuedCertificate {
  readonly #table: RecordTable
  readonly #row: Row

  constructor(table: RecordTable, row: Row) {
    this.#table = table
    this.#row = row
  }

  /** The checksum of its line vouches that a record is what was put under its key. */
  #text(member: keyof CertificateRecord): string {
    const text = this.#table.textOf(this.#row, member)
    if (text === undefined) throw new Error(`the record of a certificate lacks its ${member}`)
    return text
  }

  get requestDigest(): string {
    return this.#text('requestDigest')
  }
  get subject(): string {
    return this.#text('subject')
  }
  get issuer(): string {
    return this.#text('issuer')
  }
  get serial(): string {
    return this.#text('serial')
  }
  get subjectKeyId(): string {
    return this.#text('subjectKeyId')
  }
  get authorityKeyId(): string | undefined {
    return this.#table.textOf(this.#row, 'authorityKeyId')
  }
  get keyAlgorithm(): string {
    return this.#text('keyAlgorithm')
  }
  get notBefore(): Date {
    return dateOf(this.#text('notBefore'), begins)
  }
  get notAfter(): Date {
    return dateOf(this.#text('notAfter'), ends)
  }
  get fingerprint(): string {
    return this.#text('fingerprint')
  }
  get origin(): 'imported' | undefined {
    return this.#table.textOf(this.#row, 'origin') === undefined ? undefined : 'imported'
  }
  get csr(): string | undefined {
    return this.#table.textOf(this.#row, 'csr')
  }
  get former(): readonly FormerCertificate[] {
    const { former = [] } = this.#table.recordOf(this.#row) as CertificateRecord
    return former
  }
  get der(): Buffer {
    const der = this.#table.dataOf(this.#row)
    if (der === undefined) throw new Error(`the record of ${this.subject} lacks its certificate`)
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
  const { authorityKeyId, origin } = issued
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
    ...(origin === undefined ? {} : { origin }),
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
