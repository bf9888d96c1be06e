/** The names in a subjectAltName extension (RFC 5280 4.2.1.6). */

import { domainToASCII } from 'node:url'
import { type Asn1, taggedPrimitive } from '../der/asn1.ts'
import { children, malformed, primitiveContextTag, Tag, type Tlv } from '../der/der-reader.ts'
import { ipAddressBytes, ipAddressText } from './ip-address.ts'

export interface SubjectNames {
  readonly dnsNames: readonly string[]
  readonly ipAddresses: readonly string[]
  readonly uris: readonly string[]
  readonly emailAddresses?: readonly string[]
}

/** Tag numbers of GeneralName. */
const rfc822Name = 1
const dnsName = 2
const uniformResourceIdentifier = 6
const ipAddress = 7

/**
 * GeneralNames in the order DNS, IP, URI, email; empty when there is no name at all.
 *
 * @throws RangeError for a name that cannot be encoded; `requestProblem` finds it first.
 */
export function encodeSubjectNames(names: SubjectNames): Asn1[] {
  return [
    ...names.dnsNames.map((name) => taggedPrimitive(dnsName, ascii(dnsNameAscii(name), name))),
    ...names.ipAddresses.map((text) => taggedPrimitive(ipAddress, octets(text))),
    ...names.uris.map((uri) => taggedPrimitive(uniformResourceIdentifier, ascii(uri, uri))),
    ...(names.emailAddresses ?? []).map((email) => taggedPrimitive(rfc822Name, ascii(email, email))),
  ]
}

/** The form of a DNS name that goes into a certificate: A-labels (RFC 5280 7.2); `undefined` for none. */
export function dnsNameAscii(name: string): string | undefined {
  if (/[\0-\x20\x7f]/.test(name)) return undefined // domainToASCII would drop some of these
  const [wildcard, rest] = name.startsWith('*.') ? ['*.', name.slice(2)] : ['', name]
  const converted = isAscii(rest) ? rest : domainToASCII(rest)
  return /^[A-Za-z0-9_-]+([.][A-Za-z0-9_-]+)*$/.test(converted) ? wildcard + converted : undefined
}

/** True when every character is printable ASCII: all that an IA5String should hold in a certificate. */
export function isAscii(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text)
}

function ascii(text: string | undefined, original: string): Buffer {
  if (text === undefined || !isAscii(text)) {
    throw new RangeError(`${JSON.stringify(original)} cannot be written in a certificate`)
  }
  return Buffer.from(text, 'latin1')
}

function octets(text: string): Buffer {
  const bytes = ipAddressBytes(text)
  if (bytes === undefined) throw new RangeError(`${JSON.stringify(text)} is not an IP address`)
  return bytes
}

/** For readers running under `readDer`. Kinds of name that mqttopia does not know are left out. */
export function readSubjectNames(value: Tlv): Required<SubjectNames> {
  const found = children(value, Tag.sequence)
  const texts = (number: number) =>
    found
      .filter(({ tag }) => tag === primitiveContextTag(number))
      .map(({ content }) => content.toString('latin1'))
  const addresses = found.filter(({ tag }) => tag === primitiveContextTag(ipAddress))
  return {
    dnsNames: texts(dnsName),
    ipAddresses: addresses.map(({ content }) => ipAddressText(content) ?? malformed('not an IP address')),
    uris: texts(uniformResourceIdentifier),
    emailAddresses: texts(rfc822Name),
  }
}
