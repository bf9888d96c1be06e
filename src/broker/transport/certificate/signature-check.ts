/** Signatures of certificates and revocation lists, by the algorithms that are in use (RFC 5758, RFC 8410, RFC 8017). */

import { type KeyObject, verify } from 'node:crypto'

/** Digests by the object identifier of the signature algorithm; `null` where the algorithm brings its own. */
const DIGESTS: ReadonlyMap<string, string | null> = new Map([
  ['1.2.840.113549.1.1.11', 'sha256'],
  ['1.2.840.113549.1.1.12', 'sha384'],
  ['1.2.840.113549.1.1.13', 'sha512'],
  ['1.2.840.10045.4.3.2', 'sha256'],
  ['1.2.840.10045.4.3.3', 'sha384'],
  ['1.2.840.10045.4.3.4', 'sha512'],
  ['1.3.101.112', null],
  ['1.3.101.113', null],
])

/** SHA-1, MD5 and RSA-PSS are not among them. */
export function isKnownAlgorithm(oid: string): boolean {
  return DIGESTS.has(oid)
}

export function isSignedBy(key: KeyObject, algorithm: string, signed: Buffer, signature: Buffer): boolean {
  const digest = DIGESTS.get(algorithm)
  if (digest === undefined) return false
  try {
    return verify(digest, signed, key, signature)
  } catch {
    return false // a key of another kind
  }
}
