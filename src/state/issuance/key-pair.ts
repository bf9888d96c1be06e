/** Key pairs between the store and the issuing of certificates. */

import { createPrivateKey, type KeyObject } from 'node:crypto'
import { Failure } from '../../diagnostics/failure.ts'
import type { GeneratedKey } from '../../pki/keys/generate-key.ts'
import { readPublicKey, subjectKeyId } from '../../pki/keys/public-key.ts'
import { exportSpki } from '../../pki/keys/signer.ts'
import { isProblem } from '../../pki/pki-problem.ts'
import type { IssuedCertificate } from '../../pki/x509/certificate-request.ts'
import { readCertificate } from '../../pki/x509/read-certificate.ts'
import type { StoredKey } from '../store/material-store.ts'

export interface KeyPair {
  /** SubjectPublicKeyInfo in DER. */
  readonly spki: Buffer
  /** Absent where a device keeps its key. */
  readonly stored?: StoredKey
}

export function storedKey({ algorithm, spki, pkcs8 }: GeneratedKey): StoredKey {
  const publicKey = readPublicKey(spki)
  if (publicKey === undefined) throw new TypeError('not a SubjectPublicKeyInfo')
  const keyId = subjectKeyId(publicKey.bits).toString('hex')
  return { keyId, algorithm, pkcs8 }
}

export function keyPairOf(stored: StoredKey): KeyPair {
  return { spki: exportSpki(privateKeyOf(stored)), stored }
}

export function privateKeyOf({ pkcs8 }: StoredKey): KeyObject {
  return createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
}

/** The public key is taken from the certificate that it is in: exporting it from the private one is slow. */
export function spkiOfCertificate({ der, subject }: IssuedCertificate): Buffer {
  const certificate = readCertificate(der)
  if (isProblem(certificate)) {
    throw new Failure(`the stored certificate of ${subject} cannot be read: ${certificate.message}`)
  }
  return certificate.publicKey.spki
}
