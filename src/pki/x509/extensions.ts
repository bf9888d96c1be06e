/** Extensions of certificates and revocation lists (RFC 5280 4.2, 5.2), written. */

import type { CertificateUsage } from '../../topology/authority.ts'
import {
  type Asn1,
  bitString,
  boolean,
  encode,
  encoded,
  integer,
  octetString,
  oid,
  sequence,
  tagged,
  taggedPrimitive,
} from '../der/asn1.ts'
import { oids } from '../der/oids.ts'
import { encodeSubjectNames, type SubjectNames } from './subject-names.ts'

type ExtensionName =
  | 'basicConstraints'
  | 'keyUsage'
  | 'extKeyUsage'
  | 'subjectKeyIdentifier'
  | 'authorityKeyIdentifier'
  | 'subjectAltName'
  | 'crlDistributionPoints'
  | 'crlNumber'
  | 'reasonCode'

/** Bits of keyUsage, most significant first (RFC 5280 4.2.1.3). */
export const keyUsageBits = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
] as const

export type KeyUsage = (typeof keyUsageBits)[number]

/** Criticality as in RFC 5280: DER leaves a false one out. */
export function extension(name: ExtensionName, value: Asn1, critical = false): Asn1 {
  const content = octetString(encode(value))
  return critical ? sequence(oid(oids[name]), boolean(true), content) : sequence(oid(oids[name]), content)
}

export function basicConstraints(isAuthority: boolean, pathLen?: number): Asn1 {
  const authority = isAuthority ? [boolean(true)] : [] // false is the default and left out
  const length = pathLen === undefined ? [] : [integer(pathLen)]
  return extension('basicConstraints', sequence(...authority, ...length), true)
}

export function keyUsage(usages: readonly KeyUsage[]): Asn1 {
  const bits = usages.reduce((sum, usage) => sum | (0x80 >> keyUsageBits.indexOf(usage)), 0)
  const unusedBits = 31 - Math.clz32(bits & -bits) // a named bit list ends with its last one (X.690 11.2.2)
  return extension('keyUsage', bitString(Buffer.of(bits), unusedBits), true)
}

export const usageOids: Readonly<Record<CertificateUsage, string>> = {
  'client auth': oids.clientAuth,
  'server auth': oids.serverAuth,
}

export function extKeyUsage(usages: readonly CertificateUsage[]): Asn1 {
  return extension('extKeyUsage', sequence(...usages.map((usage) => oid(usageOids[usage]))))
}

export function subjectKeyIdentifier(keyId: Buffer): Asn1 {
  return extension('subjectKeyIdentifier', octetString(keyId))
}

/** @param issuerKeyId copied from the issuer's certificate, whatever way it was made. */
export function authorityKeyIdentifier(issuerKeyId: Buffer): Asn1 {
  return extension('authorityKeyIdentifier', sequence(taggedPrimitive(0, issuerKeyId)))
}

/** `undefined` without names: an empty extension is not allowed. */
export function subjectAltName(names: SubjectNames): Asn1 | undefined {
  const encodedNames = encodeSubjectNames(names)
  return encodedNames.length === 0 ? undefined : extension('subjectAltName', sequence(...encodedNames))
}

/** One distribution point a URL. */
export function crlDistributionPoints(urls: readonly string[]): Asn1 | undefined {
  if (urls.length === 0) return undefined
  const points = urls.map((url) => {
    const [name] = encodeSubjectNames({ dnsNames: [], ipAddresses: [], uris: [url] })
    return sequence(tagged(0, tagged(0, ...(name === undefined ? [] : [name]))))
  })
  return extension('crlDistributionPoints', sequence(...points))
}

/** The same node with its bytes fixed, so that encoding it again is a copy. */
export function fixed(node: Asn1): Asn1 {
  return encoded(encode(node))
}
