/** What stands in the state folder, by its meaning: certificates, keys, passwords, lists. */

import type { IssuedCertificate } from '../pki/certificate-request.ts'
import type { RecordTable } from './record-table.ts'
import type { StateFolder } from './state-folder.ts'
import {
  type CertificateRecord,
  certificateFrom,
  certificateRecord,
  formerOf,
  type StoredCertificate,
} from './stored-certificate.ts'
import { commonShard, shardOf } from './vault-shard.ts'

export interface StoredKey {
  /** Subject key identifier in hexadecimal: the key of a certificate is the one with the same. */
  readonly keyId: string
  readonly algorithm: string
  /** PKCS#8 DER in base64. */
  readonly pkcs8: string
}

/** A generated password with its hash, which never changes while the password does not. */
export interface StoredPassword {
  readonly value: string
  readonly hash: string
}

/** Times are ISO 8601, the list DER in base64. */
export interface StoredCrl {
  readonly number: string
  readonly nextUpdate: string
  readonly authorityKeyId: string
  /** Of everything that the list was made from. */
  readonly digest: string
  readonly der: string
}

/** A value that has to come out as it was put in. */
interface Slot<T> {
  readonly get: (name: string) => T | undefined
  readonly put: (name: string, value: T) => void
  readonly remove: (name: string) => void
}

export interface MaterialStore {
  /** By certificate id: all that were ever issued and not forgotten, wanted or not. */
  readonly certificates: () => ReadonlyMap<string, StoredCertificate>
  readonly certificate: (id: string) => StoredCertificate | undefined
  /** Remembers the one before, until it has expired by `now`. */
  readonly putCertificate: (id: string, issued: IssuedCertificate, now: Date, csr?: string) => void
  /** By certificate id. */
  readonly key: Slot<StoredKey>
  /** Keys made for certificates that are still to be issued. */
  readonly pendingKey: Slot<StoredKey>
  /** By username; as the next two. */
  readonly password: Slot<StoredPassword>
  readonly psk: Slot<{ readonly value: string }>
  readonly passwordHash: Slot<{ readonly hash: string }>
  /** By authority. */
  readonly crl: Slot<StoredCrl>
  /** Base64; there is one, under an empty name. */
  readonly seed: Slot<{ readonly value: string }>
}

export function materialStore({ lock, vault }: StateFolder): MaterialStore {
  const certificates = new Map<string, StoredCertificate>()
  for (const key of lock.keys()) {
    if (key.startsWith('certificate/')) {
      certificates.set(key.slice('certificate/'.length), certificateFrom(recordOf(lock, key)))
    }
  }
  const inShardOf = (id: string) => vault(shardOf(id))
  const ofUser = (name: string) => inShardOf(`user/${name}`)
  return {
    certificates: () => certificates,
    certificate: (id) => certificates.get(id),
    putCertificate(id, issued, now, csr) {
      const record = certificateRecord(issued, formerOf(certificates.get(id), now), csr)
      lock.set(`certificate/${id}`, record)
      certificates.set(id, certificateFrom(record))
    },
    key: slot('key', inShardOf),
    pendingKey: slot('pending-key', inShardOf),
    password: slot('password', ofUser),
    psk: slot('psk', ofUser),
    passwordHash: slot('password', () => lock),
    crl: slot('crl', () => lock),
    seed: slot('seed', () => vault(commonShard)),
  }
}

/** The checksum of its line vouches that a record is what was put under its key. */
function recordOf(lock: RecordTable, key: string): CertificateRecord {
  return lock.get(key) as CertificateRecord
}

function slot<T extends object>(kind: string, tableFor: (name: string) => RecordTable): Slot<T> {
  return {
    get: (name) => tableFor(name).get(`${kind}/${name}`) as T | undefined,
    put: (name, value) => tableFor(name).set(`${kind}/${name}`, value),
    remove: (name) => tableFor(name).remove(`${kind}/${name}`),
  }
}
