/** Distinguished names of subjects and issuers (RFC 5280 4.1.2.4). */

import { type Asn1, encode, oid, sequence, set, utf8String } from '../der/asn1.ts'
import { children, Tag, type Tlv } from '../der/der-reader.ts'
import { oidText, stringText } from '../der/der-values.ts'
import { oids } from '../der/oids.ts'

export interface DistinguishedName {
  /** As `O=Plant, CN=Plant Clients CA`, in the order of the certificate; escaped as in RFC 4514 2.4. */
  readonly text: string
  readonly commonName?: string
  readonly organization?: string
  /** The original bytes: names are compared, and repeated below an issuer, byte for byte. */
  readonly der: Buffer
}

export interface NameParts {
  readonly commonName: string
  readonly organization?: string
}

/** One attribute of its own set, always as UTF8String: mosquitto reads the raw bytes of a CN. */
export function nameAttribute(type: 'commonName' | 'organizationName', text: string): Asn1 {
  return set(sequence(oid(oids[type]), utf8String(text)))
}

export function encodeName({ organization, commonName }: NameParts): Buffer {
  const common = nameAttribute('commonName', commonName)
  if (organization === undefined) return encode(sequence(common))
  return encode(sequence(nameAttribute('organizationName', organization), common))
}

/** The text that a certificate with these parts will show as its {@link DistinguishedName.text}. */
export function nameText({ organization, commonName }: NameParts): string {
  const common = `CN=${escapeText(commonName)}`
  return organization === undefined ? common : `O=${escapeText(organization)}, ${common}`
}

const shortNames: ReadonlyMap<string, string> = new Map([
  [oids.commonName, 'CN'],
  [oids.organizationName, 'O'],
  [oids.organizationalUnitName, 'OU'],
  [oids.countryName, 'C'],
  [oids.localityName, 'L'],
  [oids.stateOrProvinceName, 'ST'],
  [oids.domainComponent, 'DC'],
  [oids.serialNumber, 'serialNumber'],
  [oids.emailAddress, 'emailAddress'],
])

interface Attribute {
  readonly type: string
  readonly value: string
}

/** For readers running under `readDer`. The last common name counts, as for OpenSSL and mosquitto. */
export function readName(value: Tlv | undefined): DistinguishedName {
  const sets = children(value, Tag.sequence).map((rdn) => children(rdn, Tag.set).map(readAttribute))
  const attributes = sets.flat()
  const last = (type: string) => attributes.findLast((attribute) => attribute.type === type)?.value
  const [commonName, organization] = [last(oids.commonName), last(oids.organizationName)]
  return {
    text: sets.map((rdn) => rdn.map(attributeText).join('+')).join(', '),
    ...(commonName === undefined ? {} : { commonName }),
    ...(organization === undefined ? {} : { organization }),
    der: value?.raw ?? Buffer.alloc(0),
  }
}

function readAttribute(attribute: Tlv): Attribute {
  const [type, value] = children(attribute, Tag.sequence)
  return { type: oidText(type), value: value === undefined ? '' : stringText(value) }
}

function attributeText({ type, value }: Attribute): string {
  return `${shortNames.get(type) ?? type}=${escapeText(value)}`
}

function escapeText(text: string): string {
  if (!/^[ #]| $|["+,;<>\\=\0-\x1f\x7f]/.test(text)) return text
  return text
    .replace(/^[ #]| $|["+,;<>\\=]/g, '\\$&')
    .replace(/[\0-\x1f\x7f]/g, (control) => `\\${control.charCodeAt(0).toString(16).padStart(2, '0')}`)
}
