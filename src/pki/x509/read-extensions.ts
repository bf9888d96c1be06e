/** Extensions of certificates (RFC 5280 4.2), read. */

import {
  children,
  contentOf,
  contextTag,
  malformed,
  nested,
  primitiveContextTag,
  Tag,
  type Tlv,
} from '../der/der-reader.ts'
import { booleanValue, oidText, smallNumber } from '../der/der-values.ts'
import { oids } from '../der/oids.ts'
import { type KeyUsage, keyUsageBits, usageOids } from './extensions.ts'
import { readSubjectNames, type SubjectNames } from './subject-names.ts'

export interface CertificateExtensions extends Required<SubjectNames> {
  /** basicConstraints says so; false where the extension is missing. */
  readonly isAuthority: boolean
  readonly pathLen?: number
  /** Absent: not restricted. */
  readonly keyUsage?: readonly KeyUsage[]
  /** `client auth`, `server auth`, or object identifiers; absent: not restricted. */
  readonly extKeyUsage?: readonly string[]
  /** Lower-case hex. */
  readonly subjectKeyId?: string
  readonly authorityKeyId?: string
  readonly crlUrls: readonly string[]
  /** Object identifiers of the extensions marked critical. */
  readonly criticalExtensions: readonly string[]
}

interface Extension {
  readonly type: string
  readonly critical: boolean
  readonly value: Tlv
}

/** For readers running under `readDer`. */
export function readExtension(extension: Tlv): Extension {
  const fields = children(extension, Tag.sequence)
  const critical = fields.length === 3 && booleanValue(fields[1])
  return { type: oidText(fields[0]), critical, value: nested(contentOf(fields.at(-1), Tag.octetString)) }
}

type Reader = (value: Tlv) => Partial<CertificateExtensions>

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  [oids.basicConstraints, readBasicConstraints],
  [oids.keyUsage, (value) => ({ keyUsage: readKeyUsage(value) })],
  [oids.extKeyUsage, (value) => ({ extKeyUsage: children(value, Tag.sequence).map(usageName) })],
  [
    oids.subjectKeyIdentifier,
    (value) => ({ subjectKeyId: contentOf(value, Tag.octetString).toString('hex') }),
  ],
  [oids.authorityKeyIdentifier, readAuthorityKeyId],
  [oids.subjectAltName, readSubjectNames],
  [oids.crlDistributionPoints, (value) => ({ crlUrls: children(value, Tag.sequence).flatMap(pointUrls) })],
])

const none: CertificateExtensions = {
  isAuthority: false,
  dnsNames: [],
  ipAddresses: [],
  uris: [],
  emailAddresses: [],
  crlUrls: [],
  criticalExtensions: [],
}

/** @param list the SEQUENCE of extensions; `undefined` where a certificate has none. */
export function readExtensions(list: Tlv | undefined): CertificateExtensions {
  if (list === undefined) return none
  const found = children(list, Tag.sequence).map(readExtension)
  if (new Set(found.map(({ type }) => type)).size < found.length) return malformed('extension twice')
  const criticalExtensions = found.filter(({ critical }) => critical).map(({ type }) => type)
  return found.reduce<CertificateExtensions>(
    (known, { type, value }) => Object.assign(known, readers.get(type)?.(value)),
    { ...none, criticalExtensions },
  )
}

function readBasicConstraints(value: Tlv): Partial<CertificateExtensions> {
  const fields = children(value, Tag.sequence)
  const isAuthority = fields[0]?.tag === Tag.boolean && booleanValue(fields[0])
  const length = fields.find(({ tag }) => tag === Tag.integer)
  return length === undefined ? { isAuthority } : { isAuthority, pathLen: smallNumber(length) }
}

function readKeyUsage(value: Tlv): KeyUsage[] {
  const [, bits = 0] = contentOf(value, Tag.bitString)
  return keyUsageBits.filter((_, i) => bits & (0x80 >> i))
}

function usageName(usage: Tlv): string {
  const type = oidText(usage)
  return Object.entries(usageOids).find(([, oid]) => oid === type)?.[0] ?? type
}

function readAuthorityKeyId(value: Tlv): Partial<CertificateExtensions> {
  const keyId = children(value, Tag.sequence).find(({ tag }) => tag === primitiveContextTag(0))
  return keyId === undefined ? {} : { authorityKeyId: keyId.content.toString('hex') }
}

/** The URIs of one DistributionPoint; other ways to name one are passed over. */
function pointUrls(point: Tlv): string[] {
  const [name] = children(point, Tag.sequence)
  if (name?.tag !== contextTag(0)) return []
  const fullNames = children(name, contextTag(0)).filter(({ tag }) => tag === contextTag(0))
  return fullNames
    .flatMap((fullName) => children(fullName, contextTag(0)))
    .filter(({ tag }) => tag === primitiveContextTag(6))
    .map(({ content }) => content.toString('latin1'))
}
