/**
 * Makes key pairs, with `node:crypto` and its randomness, straight into DER.
 *
 * Encodings are always asked of `generateKeyPair` itself: in Node 20 a KeyObject that it returns can
 * deadlock with the garbage collector when it is exported later.
 */

import {
  createECDH,
  type ECDH,
  type ED25519KeyPairOptions,
  generateKeyPair,
  generateKeyPairSync,
} from 'node:crypto'
import { promisify } from 'node:util'
import type { KeyAlgorithm } from '../../topology/authority.ts'
import { isRsa, modulusBits, type RsaKeyAlgorithm } from './key-algorithm.ts'
import { p256SpkiHead } from './public-key.ts'

export interface GeneratedKey {
  readonly algorithm: KeyAlgorithm
  /** SubjectPublicKeyInfo in DER. */
  readonly spki: Buffer
  /** PKCS#8 PrivateKeyInfo in DER, unencrypted (RFC 5958). */
  readonly pkcs8: Buffer
}

const encodings: ED25519KeyPairOptions<'der', 'der'> = {
  publicKeyEncoding: { type: 'spki', format: 'der' },
  privateKeyEncoding: { type: 'pkcs8', format: 'der' },
}

/** About 20 us for P-256, 1 ms for P-384; RSA takes 0.2 to 2 s: prefer {@link generateKeyAsync}. */
export function generateKey(algorithm: KeyAlgorithm): GeneratedKey {
  if (algorithm === 'p256') return generateP256Key()
  if (isRsa(algorithm)) return named(algorithm, generateKeyPairSync('rsa', rsaOptions(algorithm)))
  if (algorithm === 'ed25519') return named(algorithm, generateKeyPairSync('ed25519', encodings))
  return named(algorithm, generateKeyPairSync('ec', { namedCurve: 'secp384r1', ...encodings }))
}

/** Like {@link generateKey}, with RSA on the thread pool: run as many at once as there are cores. */
export async function generateKeyAsync(algorithm: KeyAlgorithm): Promise<GeneratedKey> {
  if (!isRsa(algorithm)) return generateKey(algorithm)
  return named(algorithm, await promisify(generateKeyPair)('rsa', rsaOptions(algorithm)))
}

function rsaOptions(algorithm: RsaKeyAlgorithm) {
  return { modulusLength: modulusBits(algorithm), ...encodings }
}

interface EncodedPair {
  readonly publicKey: Buffer
  readonly privateKey: Buffer
}

function named(algorithm: KeyAlgorithm, { publicKey, privateKey }: EncodedPair): GeneratedKey {
  return { algorithm, spki: publicKey, pkcs8: privateKey }
}

// OpenSSL's encoders cost ten times the key itself; these are the bytes that they write around it.
const pkcs8Head = Buffer.from(
  '308187020100301306072a8648ce3d020106082a8648ce3d030107046d306b0201010420',
  'hex',
)
const pkcs8Middle = Buffer.from('a144034200', 'hex')
const scalarBytes = 32

let p256: ECDH | undefined

function generateP256Key(): GeneratedKey {
  p256 ??= createECDH('prime256v1')
  return p256Key(p256.generateKeys(), p256.getPrivateKey())
}

/**
 * Encodes a P-256 key pair.
 *
 * @param point uncompressed, 65 bytes
 * @param scalar big-endian, as `ecdh.getPrivateKey()` gives it: without leading zeros
 */
export function p256Key(point: Buffer, scalar: Buffer): GeneratedKey {
  const padding = Buffer.alloc(scalarBytes - scalar.length)
  return {
    algorithm: 'p256',
    spki: Buffer.concat([p256SpkiHead, point]),
    pkcs8: Buffer.concat([pkcs8Head, padding, scalar, pkcs8Middle, point]),
  }
}
