/** A key that signs certificates and revocation lists. The only thing that sees an authority's key. */

import { createPublicKey, type KeyObject } from 'node:crypto'
import { type Asn1, encode, encoded, encodedBitString, encodedSequence } from '../der/asn1.ts'
import { type PkiProblem, pkiProblem } from '../pki-problem.ts'
import { type PublicKey, readPublicKey } from './public-key.ts'
import { signatureIdentifier, signData, signDataLater } from './signature.ts'

export interface Signer {
  readonly publicKey: PublicKey
  /** The AlgorithmIdentifier that goes into what is signed. */
  readonly algorithm: Asn1
  readonly sign: (data: Buffer) => Buffer
  /** On the thread pool: a signature costs as much as all the rest of a certificate. */
  readonly signLater: (data: Buffer) => Promise<Buffer>
}

const weakestModulusBits = 2048

/** Refuses keys under which common TLS stacks reject certificates: P-521, secp256k1, Ed448, RSA-PSS. */
export function signerFor(key: KeyObject): Signer | PkiProblem {
  const publicKey = readPublicKey(exportSpki(key))
  if (publicKey === undefined || publicKey.family === 'other') {
    return pkiProblem(
      'unsupported-key',
      `mqttopia does not sign with a key of kind ${publicKey?.algorithm ?? 'unknown'}`,
      'use an authority with an ECDSA P-256, ECDSA P-384, RSA or Ed25519 key',
    )
  }
  if (publicKey.family === 'rsa' && Number(publicKey.algorithm.slice(3)) < weakestModulusBits) {
    return pkiProblem('weak-key', `the key is only ${publicKey.algorithm}`, 'use RSA 2048 or more')
  }
  const { family } = publicKey
  return {
    publicKey,
    algorithm: encoded(encode(signatureIdentifier(family))),
    sign: (data) => signData(data, family, key),
    signLater: (data) => signDataLater(data, family, key),
  }
}

/** `SIGNED{toBeSigned}` of RFC 5280 4.1.1: the signed bytes, the algorithm, the signature. */
export function signed(toBeSigned: Buffer, signer: Signer): Buffer {
  return withSignature(toBeSigned, signer, signer.sign(toBeSigned))
}

/** Like {@link signed}, with the signature that `signer` has made. */
export function withSignature(toBeSigned: Buffer, { algorithm }: Signer, signature: Buffer): Buffer {
  return encodedSequence(toBeSigned, encode(algorithm), encodedBitString(signature))
}

/** SubjectPublicKeyInfo of a private or public key. The key must have been imported, not generated. */
export function exportSpki(key: KeyObject): Buffer {
  const publicKey = key.type === 'public' ? key : createPublicKey(key)
  return publicKey.export({ type: 'spki', format: 'der' })
}
