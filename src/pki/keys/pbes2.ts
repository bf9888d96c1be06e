/** Password-based encryption by PBES2 (RFC 8018 6.2): PBKDF2 with HMAC-SHA-256, AES-256 in CBC mode. */

import { createCipheriv, pbkdf2Sync } from 'node:crypto'
import { type Asn1, integer, nothing, octetString, oid, sequence } from '../der/asn1.ts'
import { oids } from '../der/oids.ts'

export interface EncryptionInput {
  readonly passphrase: string
  readonly iterations: number
  /** Source of random bytes, for salts and initialisation vectors. */
  readonly random: (bytes: number) => Uint8Array
}

export interface Encrypted {
  /** AlgorithmIdentifier with all that decryption needs but the passphrase. */
  readonly algorithm: Asn1
  readonly content: Buffer
}

export function encryptPbes2(
  plain: Uint8Array,
  { passphrase, iterations, random }: EncryptionInput,
): Encrypted {
  const [salt, iv] = [random(16), random(16)]
  const key = pbkdf2Sync(passphrase, salt, iterations, 32, 'sha256')
  const cipher = createCipheriv('aes-256-cbc', key, iv)
  const content = Buffer.concat([cipher.update(plain), cipher.final()])
  return { algorithm: pbes2Algorithm(salt, iterations, iv), content }
}

function pbes2Algorithm(salt: Uint8Array, iterations: number, iv: Uint8Array): Asn1 {
  const prf = sequence(oid(oids.hmacWithSha256), nothing())
  const derivation = sequence(oid(oids.pbkdf2), sequence(octetString(salt), integer(iterations), prf))
  const encryption = sequence(oid(oids.aes256Cbc), octetString(iv))
  return sequence(oid(oids.pbes2), sequence(derivation, encryption))
}
