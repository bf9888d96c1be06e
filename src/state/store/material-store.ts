/** What stands in the state folder, by its meaning: certificates, keys, passwords, lists. */

import type { AuthorityRotation } from '../../pki/issuance/authority-rotation.ts'
import type { IssuedCertificate } from '../../pki/x509/certificate-request.ts'
import { moveRow } from '../records/parted-table.ts'
import type { RecordTable, RecordValue } from '../records/record-table.ts'
import { commonShard, shardOf } from '../vault/vault-shard.ts'
import type { StateFolder } from './state-folder.ts'
import { formerOf, putCertificate, StoredCertificate } from './stored-certificate.ts'

export interface StoredKey {
  /** Subject key identifier in hexadecimal: the key of a certificate is the one with the same. */
  readonly keyId: string
  readonly algorithm: string
  /** In DER. */
  readonly pkcs8: Buffer
}

/** A generated password with its hash, which never changes while the password does not. */
export interface StoredPassword {
  readonly value: string
  readonly hash: string
}

export interface StoredCrl {
  readonly number: string
  /** ISO 8601. */
  readonly nextUpdate: string
  readonly authorityKeyId: string
  /** Of everything that the list was made from. */
  readonly digest: string
  readonly der: Buffer
}

/** A certificate that was revoked here, not in the spec. */
export interface StoredRevocation {
  /** Name of the authority that issued it. */
  readonly authority: string
  /** As of RFC 5280 5.3.1. */
  readonly reason: string
  /** ISO 8601. */
  readonly date: string
  /** Id of the certificate. */
  readonly of: string
}

/** A value that comes out as it was put in. */
interface Slot<T> {
  readonly get: (name: string) => T | undefined
  readonly put: (name: string, value: T) => void
  readonly remove: (name: string) => void
}

/** Values that can be listed. */
interface ListedSlot<T> extends Slot<T> {
  readonly entries: () => Iterable<readonly [name: string, value: T]>
}

/** A value with bytes in it, which can be had without the rest. */
interface DataSlot<T> extends Slot<T> {
  /** One member that is a text, without the cost of the others. */
  readonly text: (name: string, member: keyof T & string) => string | undefined
  readonly data: (name: string) => Buffer | undefined
  /** Call it where the record was changed otherwise. */
  readonly forget: (name: string) => void
}

export interface MaterialStore {
  /** With their ids: all that were ever issued and not forgotten, wanted or not; or those of them that are `among` these. */
  readonly certificates: (
    among?: Iterable<string>,
  ) => Iterable<readonly [id: string, certificate: StoredCertificate]>
  readonly certificate: (id: string) => StoredCertificate | undefined
  /**
   * Remembers the one before, until it has expired by `now`.
   *
   * @param csr SHA-256 of the signing request, where there was one.
   */
  readonly putCertificate: (id: string, issued: IssuedCertificate, now: Date, csr?: string) => void
  /** Moves a certificate and its key, as they are, to an id that has none. */
  readonly moveCertificate: (from: string, to: string) => void
  /** With its key. */
  readonly removeCertificate: (id: string) => void
  /** By certificate id. */
  readonly key: DataSlot<StoredKey>
  /** Keys made for certificates that are still to be issued. */
  readonly pendingKey: Slot<StoredKey>
  /** By username; as the next two. */
  readonly password: Slot<StoredPassword>
  readonly psk: Slot<{ readonly value: string }>
  readonly passwordHash: Slot<{ readonly hash: string }>
  /** By authority. */
  readonly crl: Slot<StoredCrl>
  /** By serial number. */
  readonly revocation: ListedSlot<StoredRevocation>
  /** By the authority that it began with. */
  readonly rotation: ListedSlot<AuthorityRotation>
  /** Base64; there is one, under an empty name. */
  readonly seed: Slot<{ readonly value: string }>
}

const certificatePrefix = 'certificate/'

export function materialStore({ lock, vault }: Pick<StateFolder, 'lock' | 'vault'>): MaterialStore {
  const certificates = viewsById(lock)
  const { certificate } = certificates
  const shard = (id: string) => vault(shardOf(id))
  const key = dataSlot<StoredKey, 'pkcs8'>('key', 'pkcs8', shard)
  const shardOfUser = (name: string) => shard(`user/${name}`)
  return {
    *certificates(among) {
      const keys = among === undefined ? lock.keys(certificatePrefix) : keysOf(among)
      for (const key of keys) {
        const row = lock.row(key)
        if (row !== undefined) yield [key.slice(certificatePrefix.length), new StoredCertificate(lock, row)]
      }
    },
    certificate,
    putCertificate(id, issued, now, csr) {
      putCertificate(lock, certificatePrefix + id, issued, { csr, former: formerOf(certificate(id), now) })
      certificates.forget(id)
    },
    moveCertificate(from, to) {
      certificates.forget(from)
      certificates.forget(to)
      moveRecord(lock, certificatePrefix + from, lock, certificatePrefix + to)
      moveRecord(shard(from), `key/${from}`, shard(to), `key/${to}`)
      for (const id of [from, to]) key.forget(id)
    },
    removeCertificate(id) {
      lock.remove(certificatePrefix + id)
      certificates.forget(id)
      key.remove(id)
    },
    key,
    pendingKey: dataSlot('pending-key', 'pkcs8', shard),
    password: slot('password', shardOfUser),
    psk: slot('psk', shardOfUser),
    passwordHash: slot('password', () => lock),
    crl: dataSlot('crl', 'der', () => lock),
    revocation: listedSlot('revocation', lock),
    rotation: listedSlot('rotation', lock),
    seed: slot('seed', () => vault(commonShard)),
  }
}

function* keysOf(ids: Iterable<string>): Generator<string> {
  for (const id of ids) yield certificatePrefix + id
}

/** A certificate is asked for many times under the id of its request, and its key is found by its text but once. */
function viewsById(lock: RecordTable) {
  const known = new Map<string, StoredCertificate | undefined>()
  return {
    certificate(id: string): StoredCertificate | undefined {
      const found = known.get(id)
      if (found !== undefined || known.has(id)) return found
      const row = lock.row(certificatePrefix + id)
      const view = row === undefined ? undefined : new StoredCertificate(lock, row)
      known.set(id, view)
      return view
    },
    forget: (id: string) => known.delete(id),
  }
}

function moveRecord(source: RecordTable, from: string, target: RecordTable, to: string): void {
  if (target.has(to)) throw new Error(`there is a record ${to} already`)
  moveRow(from, source, target, to)
}

type TableFor = (name: string) => RecordTable

/** The checksum of its line vouches that a record is what was put under its key. */
function slot<T extends RecordValue>(kind: string, tableFor: TableFor): Slot<T> {
  return {
    get: (name) => tableFor(name).get(`${kind}/${name}`) as T | undefined,
    put: (name, value) => tableFor(name).set(`${kind}/${name}`, value),
    remove: (name) => tableFor(name).remove(`${kind}/${name}`),
  }
}

function listedSlot<T extends RecordValue>(kind: string, table: RecordTable): ListedSlot<T> {
  const prefix = `${kind}/`
  const { get, put, remove } = slot<T>(kind, () => table)
  return {
    ...{ get, put, remove },
    *entries() {
      for (const key of table.keys(prefix)) {
        const name = key.slice(prefix.length)
        const value = get(name)
        if (value !== undefined) yield [name, value]
      }
    },
  }
}

/** Like {@link slot}, for values of which one member is bytes. */
function dataSlot<T extends Readonly<Record<M, Buffer>>, M extends string>(
  kind: string,
  member: M,
  tableFor: TableFor,
): DataSlot<T> {
  const texts = new Map<string, { readonly member: string; readonly text: string | undefined }>()
  return {
    text(name, member) {
      const known = texts.get(name)
      if (known?.member === member) return known.text
      const table = tableFor(name)
      const row = table.row(`${kind}/${name}`)
      const text = row === undefined ? undefined : table.textOf(row, member)
      texts.set(name, { member, text })
      return text
    },
    data: (name) => tableFor(name).data(`${kind}/${name}`),
    get(name) {
      const [table, key] = [tableFor(name), `${kind}/${name}`]
      const value = table.get(key)
      if (value === undefined) return undefined
      return Object.defineProperty({ ...value }, member, {
        enumerable: true,
        get: () => table.data(key),
      }) as T
    },
    put(name, value) {
      const { [member]: data, ...rest } = value
      texts.delete(name)
      tableFor(name).set(`${kind}/${name}`, rest, data)
    },
    remove(name) {
      texts.delete(name)
      tableFor(name).remove(`${kind}/${name}`)
    },
    forget: (name) => texts.delete(name),
  }
}
