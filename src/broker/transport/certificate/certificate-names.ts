/** The names of a client in its certificate, as Mosquitto takes them for usernames. */

import type { X509Certificate } from 'node:crypto'
import { certificateFields } from './certificate-fields.ts'
import { DerError, type DerValue, itemsOf, readOid, TAG } from './der.ts'

const COMMON_NAME = '2.5.4.3'

/** String types by tag (ITU-T X.680), and how many bytes a character has; 0: UTF-8. Others OpenSSL does not read as text. */
const CHARACTER_BYTES: Readonly<Record<number, 0 | 1 | 2 | 4>> = {
  12: 0, // UTF8String
  18: 1, // NumericString
  19: 1, // PrintableString
  20: 1, // T61String
  22: 1, // IA5String
  23: 1, // UTCTime
  24: 1, // GeneralizedTime
  26: 1, // VisibleString
  28: 4, // UniversalString
  30: 2, // BMPString
}

interface Attribute {
  readonly oid: string
  readonly value: DerValue
}

/**
 * The first CN of the subject, for `use_identity_as_username`. As in Mosquitto its bytes are the username, so strings of
 * wide characters are none; `undefined` then too.
 */
export function firstCommonName(certificate: X509Certificate): string | undefined {
  return orUndefined(() => {
    const attributes = subjectOf(certificate).flat()
    const value = attributes.find(({ oid }) => oid === COMMON_NAME)?.value
    const bytes = value === undefined ? undefined : CHARACTER_BYTES[value.tag]
    if (value === undefined || bytes === undefined || bytes > 1) return undefined
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(value.content)
  })
}

/**
 * The subject as `X509_NAME_print_ex` writes it with XN_FLAG_RFC2253, for `use_subject_as_username`: last relative name
 * first, everything beyond ASCII as escaped bytes of UTF-8, what is not text in hexadecimal.
 */
export function subjectText(certificate: X509Certificate): string | undefined {
  return orUndefined(() => {
    const labels = attributeLabels(certificate)
    const names = subjectOf(certificate)
    if (names.flat().length !== labels.length) return undefined
    let index = 0
    const texts = names.map((attributes) =>
      attributes
        .map(({ value }) => attributeText(labels[index++] ?? '', value))
        .reverse()
        .join('+'),
    )
    return texts.reverse().join(',')
  })
}

function subjectOf({ raw }: X509Certificate): Attribute[][] {
  return itemsOf(certificateFields(raw).subject).map((name) =>
    itemsOf(name, TAG.set).map((attribute) => {
      const [oid, value] = itemsOf(attribute)
      if (value === undefined) throw new DerError('an attribute has no value')
      return { oid: readOid(oid), value }
    }),
  )
}

/** OpenSSL's short names for attribute types, in the order of the certificate; its digits where it knows none. */
function attributeLabels({ subject }: X509Certificate): string[] {
  // Values cannot hold a line break or a bare plus sign: both are escaped in this text.
  return (subject ?? '')
    .split(/\n| \+ /)
    .flatMap((text) => (text === '' ? [] : (text.split('=', 1)[0] ?? '')))
}

function attributeText(label: string, value: DerValue): string {
  const bytes = CHARACTER_BYTES[value.tag]
  const isKnown = !/^\d+(\.\d+)+$/.test(label)
  const text = isKnown && bytes !== undefined ? textOf(value.content, bytes) : undefined
  return `${label}=${text === undefined ? `#${value.whole.toString('hex').toUpperCase()}` : escaped(text)}`
}

/** Characters of `bytes` each, 0 for UTF-8; `undefined` when they are none. */
function textOf(content: Buffer, bytes: 0 | 1 | 2 | 4): string | undefined {
  if (bytes === 0) return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content)
  if (content.length % bytes !== 0) return undefined
  let text = ''
  for (let at = 0; at < content.length; at += bytes)
    text += String.fromCodePoint(content.readUIntBE(at, bytes))
  return text
}

/** RFC 2253 2.4, with control characters and bytes beyond ASCII as `\XX`. */
function escaped(text: string): string {
  return text
    .replace(/[,+"\\<>;]|^[ #]| $/g, '\\$&')
    .replace(/[^\x20-\x7e]/gu, (character) =>
      [...Buffer.from(character)]
        .map((byte) => `\\${byte.toString(16).toUpperCase().padStart(2, '0')}`)
        .join(''),
    )
}

/** What OpenSSL has verified may still hold a name that is no text. */
function orUndefined(read: () => string | undefined): string | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof DerError || error instanceof TypeError || error instanceof RangeError)
      return undefined
    throw error
  }
}
