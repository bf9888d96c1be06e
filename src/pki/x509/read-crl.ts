/** Reads certificate revocation lists (RFC 5280 5). */

import {
  children,
  contentOf,
  contextTag,
  explicit,
  malformed,
  primitiveContextTag,
  readDer,
  Tag,
  type Tlv,
} from '../der/der-reader.ts'
import { unsignedBytes } from '../der/der-values.ts'
import { oids } from '../der/oids.ts'
import { derBlocks } from '../der/pem.ts'
import { type PkiProblem, pkiProblem } from '../pki-problem.ts'
import { readTime } from './certificate-time.ts'
import { type DistinguishedName, readName } from './distinguished-name.ts'
import type { CertificateDescription } from './read-certificate.ts'
import { readExtension } from './read-extensions.ts'
import { type RevocationReason, reasonOfCode } from './revocation-reason.ts'
import { serialText } from './serial-number.ts'
import { algorithmOid, isSignedBy, readSigned, type SignedData } from './signed-data.ts'

export interface CrlEntry {
  /** Lower-case hex without leading zeros. */
  readonly serial: string
  readonly revokedAt: Date
  readonly reason?: RevocationReason
}

export interface CrlDescription {
  readonly issuer: DistinguishedName
  readonly thisUpdate: Date
  readonly nextUpdate?: Date
  /** Absent in a list of version 1. */
  readonly number?: bigint
  readonly authorityKeyId?: string
  readonly revoked: readonly CrlEntry[]
  readonly signed: SignedData
  readonly der: Buffer
}

export function readCrl(input: string | Uint8Array): CrlDescription | PkiProblem {
  const [der] = derBlocks(input, 'X509 CRL')
  const crl = der === undefined ? undefined : readDer(der, describeCrl)
  return crl ?? pkiProblem('unreadable', 'this is not a certificate revocation list in PEM or DER')
}

type CrlHead = Omit<CrlDescription, 'revoked'>

/** True when the list is by the authority of `issuer`. */
export function crlIssuedBy(crl: CrlHead, issuer: CertificateDescription): boolean {
  return (
    crl.issuer.der.equals(issuer.subject.der) &&
    issuer.keyUsage?.includes('cRLSign') !== false &&
    isSignedBy(crl.signed, issuer.publicKey.spki)
  )
}

/** True when `der` is a well-formed list of that authority; does not look at every entry. */
export function isCrlOf(der: Buffer, issuer: CertificateDescription): boolean {
  const crl = readDer(der, readHead)
  return crl !== undefined && crlIssuedBy(crl.head, issuer)
}

function describeCrl(crl: Tlv): CrlDescription {
  const { head, entries } = readHead(crl)
  return { ...head, revoked: entries.map(readEntry) }
}

function readHead(crl: Tlv): { readonly head: CrlHead; readonly entries: readonly Tlv[] } {
  const { fields, ...signed } = readSigned(crl)
  const [algorithm, issuer, thisUpdate, ...rest] = withoutVersion(fields)
  if (algorithmOid(algorithm) !== signed.algorithm) return malformed('two signature algorithms')
  const nextUpdate = rest.find(({ tag }) => tag === Tag.utcTime || tag === Tag.generalizedTime)
  const entries = rest.find(({ tag }) => tag === Tag.sequence)
  const list = rest.find(({ tag }) => tag === contextTag(0))
  const head = {
    issuer: readName(issuer),
    thisUpdate: readTime(thisUpdate),
    ...(nextUpdate === undefined ? {} : { nextUpdate: readTime(nextUpdate) }),
    ...(list === undefined ? {} : readCrlExtensions(explicit(list, 0))),
    signed,
    der: crl.raw,
  }
  return { head, entries: entries === undefined ? [] : children(entries, Tag.sequence) }
}

function withoutVersion(fields: readonly Tlv[]): readonly Tlv[] {
  return fields[0]?.tag === Tag.integer ? fields.slice(1) : fields
}

function readCrlExtensions(list: Tlv): Pick<CrlDescription, 'number' | 'authorityKeyId'> {
  const found = new Map(
    children(list, Tag.sequence)
      .map(readExtension)
      .map(({ type, value }) => [type, value]),
  )
  const number = found.get(oids.crlNumber)
  const keyId = found.get(oids.authorityKeyIdentifier)
  const id = keyId && children(keyId, Tag.sequence).find(({ tag }) => tag === primitiveContextTag(0))
  return {
    ...(number === undefined ? {} : { number: BigInt(`0x${unsignedBytes(number).toString('hex')}`) }),
    ...(id === undefined ? {} : { authorityKeyId: id.content.toString('hex') }),
  }
}

function readEntry(entry: Tlv): CrlEntry {
  const [serial, revokedAt, list] = children(entry, Tag.sequence)
  const known = { serial: serialText(unsignedBytes(serial)), revokedAt: readTime(revokedAt) }
  const extensions = list === undefined ? [] : children(list, Tag.sequence).map(readExtension)
  const reason = extensions.find(({ type }) => type === oids.reasonCode)
  if (reason === undefined) return known
  return { ...known, reason: reasonOfCode(contentOf(reason.value, Tag.enumerated)[0] ?? 0) }
}
