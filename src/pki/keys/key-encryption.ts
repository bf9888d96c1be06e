/** Looks at how a key or container is encrypted before anything is decrypted. */

import type { asn1 } from 'node-forge'
import { forge } from '../der/forge.ts'
import { oids } from '../der/oids.ts'

/** Beyond this, opening a file would look like a hang: some seconds on today's machines. */
const mostIterations = 10_000_000

/** What `node:crypto` opens by itself; RC2 and single DES are left out of OpenSSL 3's default provider. */
const knownSchemes: ReadonlySet<string> = new Set([oids.pbes2, oids.pbeWithSha1And3KeyTripleDes])

/** True when an EncryptedPrivateKeyInfo can be opened, given the passphrase, in reasonable time. */
export function isOpenable(encryptedKey: Buffer): boolean {
  const parsed = parse(encryptedKey.toString('latin1'))
  const [algorithm] = parsed === undefined ? [] : childrenOf(parsed)
  const [scheme] = algorithm === undefined ? [] : childrenOf(algorithm)
  if (scheme === undefined || typeof scheme.value !== 'string' || parsed === undefined) return false
  return (
    knownSchemes.has(forge().asn1.derToOid(scheme.value)) && largestIterationCount(parsed) <= mostIterations
  )
}

/**
 * The largest iteration count that the file asks for, so that a hostile one can be refused first.
 *
 * In the parameters of every scheme (RFC 7292 4 and B, RFC 8018 A) the count is the INTEGER that
 * follows the OCTET STRING of the salt. OCTET STRINGs are looked into, since containers nest in them.
 */
export function largestIterationCount(value: asn1.Asn1, depth = 0): number {
  const { Type } = forge().asn1
  const counts = childrenOf(value).map((child, i, siblings) => {
    if (depth > 40) return Number.POSITIVE_INFINITY
    if (child.type === Type.INTEGER && siblings[i - 1]?.type === Type.OCTETSTRING) return numberOf(child)
    const inner =
      child.type === Type.OCTETSTRING && typeof child.value === 'string' ? parse(child.value) : child
    return inner === undefined ? 0 : largestIterationCount(inner, depth + 1)
  })
  return counts.reduce((largest, count) => Math.max(largest, count), 0)
}

function numberOf({ value }: asn1.Asn1): number {
  return typeof value === 'string' ? Number.parseInt(forge().util.bytesToHex(value), 16) : 0
}

function childrenOf({ value }: asn1.Asn1): readonly asn1.Asn1[] {
  return typeof value === 'string' ? [] : value
}

function parse(bytes: string): asn1.Asn1 | undefined {
  try {
    return forge().asn1.fromDer(bytes, false)
  } catch {
    return undefined // not ASN.1, so it holds no parameters
  }
}
