/** Public keys as SubjectPublicKeyInfo (RFC 5280 4.1.2.7): what kind they are, and their identifier. */

import { hash } from 'node:crypto'
import { children, nested, readDer, Tag, type Tlv } from '../der/der-reader.ts'
import { bitStringBytes, oidText, unsignedBytes } from '../der/der-values.ts'
import { oids } from '../der/oids.ts'

/** What decides the signature algorithm. `other` is everything that mqttopia does not sign with. */
export type KeyFamily = 'p256' | 'p384' | 'ed25519' | 'rsa' | 'other'

export interface PublicKey {
  readonly family: KeyFamily
  /** A {@link KeyAlgorithm}, or in the same style what else it is: `p521`, `rsa1024`, `ed448`. */
  readonly algorithm: string
  /** SubjectPublicKeyInfo in DER. */
  readonly spki: Buffer
  /** The key itself, without the name of its algorithm. */
  readonly bits: Buffer
}

/** All of a P-256 SubjectPublicKeyInfo that stands before its uncompressed point of 65 bytes. */
export const p256SpkiHead = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex')

/** `undefined` where `spki` is not a public key at all. */
export function readPublicKey(spki: Buffer): PublicKey | undefined {
  return p256PublicKey(spki) ?? readDer(spki, publicKey)
}

/** Almost all keys are P-256 keys, and these need no parsing. */
function p256PublicKey(spki: Buffer): PublicKey | undefined {
  const bits = spki.subarray(p256SpkiHead.length)
  if (bits.length !== 65 || p256SpkiHead.compare(spki, 0, p256SpkiHead.length) !== 0) return undefined
  return { family: 'p256', algorithm: 'p256', spki, bits }
}

/** Reads a public key inside something larger; for readers running under `readDer`. */
export function publicKey(value: Tlv): PublicKey {
  const [algorithm, key] = children(value, Tag.sequence)
  const [kind, parameters] = children(algorithm, Tag.sequence)
  const bits = bitStringBytes(key)
  return { ...familyOf(oidText(kind), parameters, bits), spki: value.raw, bits }
}

type Kind = Pick<PublicKey, 'family' | 'algorithm'>

function familyOf(kind: string, parameters: Tlv | undefined, bits: Buffer): Kind {
  switch (kind) {
    case oids.ecPublicKey:
      return curveOf(parameters)
    case oids.rsaEncryption:
      return { family: 'rsa', algorithm: `rsa${rsaModulusBits(bits)}` }
    case oids.ed25519:
      return { family: 'ed25519', algorithm: 'ed25519' }
    case oids.ed448:
      return { family: 'other', algorithm: 'ed448' }
    case oids.rsassaPss:
      return { family: 'other', algorithm: 'rsa-pss' }
    default:
      return { family: 'other', algorithm: `oid ${kind}` }
  }
}

const curves: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  [oids.prime256v1, { family: 'p256', algorithm: 'p256' }],
  [oids.secp384r1, { family: 'p384', algorithm: 'p384' }],
  [oids.secp521r1, { family: 'other', algorithm: 'p521' }],
  [oids.secp256k1, { family: 'other', algorithm: 'secp256k1' }],
])

function curveOf(parameters: Tlv | undefined): Kind {
  if (parameters?.tag !== Tag.oid) return { family: 'other', algorithm: 'ecdsa with explicit parameters' }
  const curve = oidText(parameters)
  return curves.get(curve) ?? { family: 'other', algorithm: `ecdsa oid ${curve}` }
}

function rsaModulusBits(bits: Buffer): number {
  const [modulus] = children(nested(bits), Tag.sequence)
  const bytes = unsignedBytes(modulus)
  return bytes.length * 8 - Math.clz32(bytes[0] ?? 0) + 24
}

/**
 * Subject key identifier: the leftmost 160 bits of the SHA-256 of the key bits (RFC 7093 2, method 1).
 * As good as RFC 5280's SHA-1 for everyone who reads it, and no SHA-1 in new certificates.
 */
export function subjectKeyId(bits: Buffer): Buffer {
  return hash('sha256', bits, 'buffer').subarray(0, 20)
}
