/** Finds the private key of a certificate: among those that were given, or in the vault. */

import { exportSpki } from '../../pki/keys/signer.ts'
import type { CertificateId } from '../../pki/materials.ts'
import type { CertificateDescription } from '../../pki/x509/read-certificate.ts'
import { privateKeyOf } from '../issuance/key-pair.ts'
import type { MaterialStore, StoredKey } from '../store/material-store.ts'
import { type FileOutcome, refusal } from './file-outcome.ts'
import type { Credentials } from './read-credentials.ts'

export interface KeyFor {
  /** Of the certificate with this id; its `keyId` is for the caller to set. */
  readonly find: (id: CertificateId, certificate: CertificateDescription) => StoredKey | undefined
  readonly isGiven: (certificate: CertificateDescription) => boolean
  /** Refusals of those that belong to no certificate that was given. */
  readonly unused: () => readonly FileOutcome[]
}

export function importKeys({ keys, certificates }: Credentials, store: MaterialStore): KeyFor {
  const given = new Map(keys.map((key) => [textOf(key.loaded.publicKey.spki), key]))
  const find: KeyFor['find'] = (id, { publicKey: { spki, algorithm } }) => {
    const own = given.get(textOf(spki))
    if (own !== undefined)
      return { keyId: '', algorithm, pkcs8: own.loaded.key.export({ type: 'pkcs8', format: 'der' }) }
    return [store.pendingKey.get(id), store.key.get(id)].find(
      (stored) => stored !== undefined && exportSpki(privateKeyOf(stored)).equals(spki),
    )
  }
  return {
    find,
    isGiven: ({ publicKey: { spki } }) => given.has(textOf(spki)),
    unused() {
      const known = new Set(certificates.map(({ certificate }) => textOf(certificate.publicKey.spki)))
      return keys
        .filter(({ loaded }) => !known.has(textOf(loaded.publicKey.spki)))
        .map(({ file }) => refusal(file, 'no certificate that is given belongs to this key'))
    },
  }
}

function textOf(spki: Buffer): string {
  return spki.toString('base64')
}
