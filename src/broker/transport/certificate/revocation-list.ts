/** One certificate revocation list (RFC 5280 5). */

import type { X509Certificate } from 'node:crypto'
import { type CertificateFields, readExtensions } from './certificate-fields.ts'
import {
  childrenOf,
  DerError,
  type DerValue,
  expectTag,
  itemsOf,
  readDer,
  readOid,
  readTime,
  TAG,
} from './der.ts'
import { isKnownAlgorithm, isSignedBy } from './signature-check.ts'

const EXTENSIONS = 0xa0

export class RevocationList {
  /** The issuer's name, hexadecimal DER. */
  readonly issuer: string
  /** Milliseconds since 1970. */
  readonly thisUpdate: number
  /** `undefined`: never late. */
  readonly nextUpdate: number | undefined
  readonly #serials = new Set<string>()
  readonly #algorithm: string
  readonly #signed: Buffer
  readonly #signature: Buffer
  /** By fingerprint of verified authorities with the issuer's name, which after a change of keys are several. */
  readonly #signers = new Map<string, boolean>()

  /**
   * Of DER. Lists that are no full lists of one issuer are refused: they have a critical extension.
   *
   * @throws DerError
   */
  constructor(der: Buffer) {
    const [signed, algorithm, signature] = itemsOf(readDer(der))
    const parts = itemsOf(signed)
    const [, issuer, thisUpdate, ...rest] = parts[0]?.tag === TAG.integer ? parts.slice(1) : parts
    this.issuer = nameKey(expectTag(issuer, TAG.sequence))
    this.thisUpdate = readTime(thisUpdate)
    this.nextUpdate = isTime(rest[0]) ? readTime(rest[0]) : undefined
    this.#algorithm = readOid(itemsOf(algorithm)[0])
    this.#signed = Buffer.from(expectTag(signed, TAG.sequence).whole)
    this.#signature = Buffer.from(expectTag(signature, TAG.bitString).content.subarray(1))
    if (!isKnownAlgorithm(this.#algorithm)) throw new DerError('its signature algorithm is not supported')
    for (const part of rest) {
      if (part.tag === TAG.sequence) this.#readEntries(part)
      else if (part.tag === EXTENSIONS) refuseCritical(childrenOf(part)[0])
    }
  }

  /** True when `authority` has signed this list; remembered. */
  isOf(authority: X509Certificate): boolean {
    const { fingerprint256 } = authority
    const known = this.#signers.get(fingerprint256)
    if (known !== undefined) return known
    const isOf = isSignedBy(authority.publicKey, this.#algorithm, this.#signed, this.#signature)
    this.#signers.set(fingerprint256, isOf)
    return isOf
  }

  isRevoked({ serial }: CertificateFields): boolean {
    return this.#serials.has(serial)
  }

  #readEntries(list: DerValue): void {
    for (const entry of childrenOf(list)) {
      const [serial, , extensions] = itemsOf(entry)
      this.#serials.add(expectTag(serial, TAG.integer).content.toString('hex'))
      if (extensions !== undefined) refuseCritical(extensions)
    }
  }
}

/** Names are compared byte by byte. */
export function nameKey({ whole }: DerValue): string {
  return whole.toString('hex')
}

/** Critical are those that make it a part of a list, a change of one, or one of several issuers (RFC 5280 5.2). */
function refuseCritical(extensions: DerValue | undefined): void {
  if (readExtensions(extensions).some(({ isCritical }) => isCritical))
    throw new DerError('it has a critical extension, which is not supported')
}

function isTime(value: DerValue | undefined): boolean {
  return value?.tag === TAG.utcTime || value?.tag === TAG.generalizedTime
}
