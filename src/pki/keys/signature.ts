/** Signature algorithms of certificates, requests and revocation lists: names, signing, verifying. */

import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { promisify } from 'node:util'
import { type Asn1, nothing, oid, sequence } from '../der/asn1.ts'
import { oids } from '../der/oids.ts'
import type { KeyFamily } from './public-key.ts'

interface SignatureAlgorithm {
  readonly name: string
  readonly keyType: 'ec' | 'rsa' | 'ed25519'
  /** `null` where the algorithm hashes by itself. */
  readonly hash: 'sha1' | 'sha256' | 'sha384' | 'sha512' | null
}

const algorithms: ReadonlyMap<string, SignatureAlgorithm> = new Map<string, SignatureAlgorithm>([
  [oids.ecdsaWithSha256, { name: 'ecdsa-with-SHA256', keyType: 'ec', hash: 'sha256' }],
  [oids.ecdsaWithSha384, { name: 'ecdsa-with-SHA384', keyType: 'ec', hash: 'sha384' }],
  [oids.ecdsaWithSha512, { name: 'ecdsa-with-SHA512', keyType: 'ec', hash: 'sha512' }],
  [oids.sha256WithRsa, { name: 'sha256WithRSAEncryption', keyType: 'rsa', hash: 'sha256' }],
  [oids.sha384WithRsa, { name: 'sha384WithRSAEncryption', keyType: 'rsa', hash: 'sha384' }],
  [oids.sha512WithRsa, { name: 'sha512WithRSAEncryption', keyType: 'rsa', hash: 'sha512' }],
  [oids.ed25519, { name: 'Ed25519', keyType: 'ed25519', hash: null }],
  [oids.ecdsaWithSha1, { name: 'ecdsa-with-SHA1', keyType: 'ec', hash: 'sha1' }],
  [oids.sha1WithRsa, { name: 'sha1WithRSAEncryption', keyType: 'rsa', hash: 'sha1' }],
])

/** The name of a signature algorithm, as OpenSSL prints it; unknown ones keep their number. */
export function signatureName(algorithm: string): string {
  return algorithms.get(algorithm)?.name ?? `oid ${algorithm}`
}

/** `weak` for SHA-1, `unsupported` for what is not verified here, RSA-PSS among it. */
export function signatureStrength(algorithm: string): 'good' | 'weak' | 'unsupported' {
  const known = algorithms.get(algorithm)
  if (known === undefined) return 'unsupported'
  return known.hash === 'sha1' ? 'weak' : 'good'
}

/**
 * True when `signature` is over exactly `data` and by the owner of `spki`.
 *
 * @param algorithm object identifier; an unknown one never verifies.
 */
export function verifySignature(data: Buffer, algorithm: string, signature: Buffer, spki: Buffer): boolean {
  const known = algorithms.get(algorithm)
  if (known === undefined) return false
  try {
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' })
    return key.asymmetricKeyType === known.keyType && verify(known.hash, data, key, signature)
  } catch {
    return false // a key that OpenSSL cannot read
  }
}

type SigningFamily = Exclude<KeyFamily, 'other'>

/** RFC 5758 and RFC 8410 leave the parameters out, RFC 4055 5 wants them NULL. */
const signingAlgorithms: Readonly<
  Record<SigningFamily, { readonly hash: SignatureAlgorithm['hash']; readonly identifier: () => Asn1 }>
> = {
  p256: { hash: 'sha256', identifier: () => sequence(oid(oids.ecdsaWithSha256)) },
  p384: { hash: 'sha384', identifier: () => sequence(oid(oids.ecdsaWithSha384)) },
  rsa: { hash: 'sha256', identifier: () => sequence(oid(oids.sha256WithRsa), nothing()) },
  ed25519: { hash: null, identifier: () => sequence(oid(oids.ed25519)) },
}

export function signatureIdentifier(family: SigningFamily): Asn1 {
  return signingAlgorithms[family].identifier()
}

/** ECDSA signatures come out different each time: OpenSSL 3.0 draws their nonce at random. */
export function signData(data: Buffer, family: SigningFamily, key: KeyObject): Buffer {
  return sign(signingAlgorithms[family].hash, data, key)
}

const signLater = promisify(
  (
    hash: SignatureAlgorithm['hash'],
    data: Buffer,
    key: KeyObject,
    done: (error: Error | null, signature: Buffer) => void,
  ) => sign(hash, data, key, done),
)

/** Like {@link signData}, on the thread pool. */
export function signDataLater(data: Buffer, family: SigningFamily, key: KeyObject): Promise<Buffer> {
  return signLater(signingAlgorithms[family].hash, data, key)
}
