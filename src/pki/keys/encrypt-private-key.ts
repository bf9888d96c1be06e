/** Writes a private key under a passphrase: EncryptedPrivateKeyInfo (RFC 5958 3). */

import { encode, octetString, sequence } from '../der/asn1.ts'
import { toPem } from '../der/pem.ts'
import { type EncryptionInput, encryptPbes2 } from './pbes2.ts'

/**
 * PEM of the key in `pkcs8`, encrypted with AES-256.
 *
 * @param input `iterations` at least 600,000 for a passphrase that a person made up; a generated one
 * of 128 bits needs no stretching.
 */
export function encryptPrivateKey(pkcs8: Uint8Array, input: EncryptionInput): string {
  const { algorithm, content } = encryptPbes2(pkcs8, input)
  return toPem('ENCRYPTED PRIVATE KEY', encode(sequence(algorithm, octetString(content))))
}
