/**
 * The secret part of the state folder: record tables in shards, in clear or, where `recipients.txt` says for whom,
 * encrypted with age.
 *
 * age says nothing about who wrote a file, and anybody can encrypt for public recipients. So the lock file has a mark
 * of each encrypted shard: a keyed hash of its content, which tells nothing without the key, and that is in the vault.
 * By the mark a shard is found that belongs to another lock file, and a shard that did not change is not written again.
 */

import { createHmac, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { Failure } from '../../diagnostics/failure.ts'
import { type AgeProblem, decryptAge } from '../age/age-file.ts'
import { type FindIdentities, identityAdvice } from '../age/find-identities.ts'
import { type FileSystem, readPresent } from '../file-system.ts'
import { readRecordTable } from '../records/read-record-table.ts'
import { type RecordTable, recordTable } from '../records/record-table.ts'
import type { TableFiles } from '../records/table-files.ts'
import { shardFile, type VaultForm } from './vault-form.ts'
import { commonShard, shardKey, shardNames } from './vault-shard.ts'

/** The shard of that name; see {@link shardOf}. */
export type Vault = (shard: string) => RecordTable

export interface OpenVault {
  readonly shard: Vault
  /**
   * What is to be written of the shards that changed, by their path in the state folder, before it is encrypted. The
   * lock has been told of it, and what changes from now on is for the next time.
   *
   * @param all also of those that did not.
   */
  readonly takeChanges: (form: VaultForm, all?: boolean) => ShardContents
  /** Shards in clear, by their path in the state folder. */
  readonly tables: (form: VaultForm) => Iterable<readonly [file: string, table: RecordTable]>
}

export type ShardContents = ReadonlyMap<string, Iterable<Uint8Array>>

/** Stands for a vault that was not opened. */
export const closedVault: OpenVault = {
  shard: () => {
    throw new Error('the vault was left closed')
  },
  takeChanges: () => new Map(),
  tables: () => [],
}

export interface VaultPlace {
  readonly fs: FileSystem
  /** The state folder. */
  readonly path: string
  readonly files: TableFiles
  readonly lock: RecordTable
  readonly form: VaultForm
  readonly findIdentities: FindIdentities
}

/** @throws Failure when a shard is missing or damaged, or nobody here can open it. */
export async function openVault(place: VaultPlace): Promise<OpenVault> {
  const { lock } = place
  const names = shardNames(lock)
  const shards = place.form.kind === 'clear' ? clearShards(names, place) : await sealedShards(names, place)
  return {
    shard: shards.get,
    takeChanges(form, all = false) {
      if (all) for (const name of names) shards.get(name)
      if (form.kind === 'clear') return clearChanges(shards, lock, all)
      return sealedChanges(shards, lock, form, all)
    },
    *tables(form) {
      if (form.kind === 'clear')
        for (const [name, table] of shards.opened()) yield [shardFile(name, form), table]
    },
  }
}

interface Shards {
  readonly get: Vault
  readonly opened: () => Iterable<readonly [name: string, table: RecordTable]>
}

function shardsFrom(
  read: (name: string) => RecordTable | undefined,
  tables: Map<string, RecordTable>,
): Shards {
  return {
    opened: () => tables,
    get(name) {
      const table = tables.get(name) ?? read(name) ?? recordTable('vault')
      tables.set(name, table)
      return table
    },
  }
}

function clearShards(names: readonly string[], { path, form, files }: VaultPlace): Shards {
  const read = (name: string) => files.open('vault', shardFile(name, form))
  const lost = (name: string) => fail(missing(join(path, shardFile(name, form)), path))
  const tables = names.map((name) => [name, read(name) ?? lost(name)] as const)
  return shardsFrom(read, new Map(tables))
}

async function sealedShards(names: readonly string[], place: VaultPlace): Promise<Shards> {
  const refuseStranger = (name: string) => {
    const file = join(place.path, shardFile(name, place.form))
    return place.fs.existsSync(file) ? fail(stranger(file, place.path)) : undefined
  }
  if (names.length === 0) return shardsFrom(refuseStranger, new Map())
  const identities = await place.findIdentities()
  if (identities.length === 0) {
    throw new Failure(
      `the vault in ${place.path} is encrypted, and no identity to open it is given; ${identityAdvice}`,
    )
  }
  const opened = await Promise.all(
    names.map(async (name) => [name, await unseal(name, identities, place)] as const),
  )
  checkMarks(opened, place)
  const tables = opened.map(([name, content]) => {
    const file = join(place.path, shardFile(name, place.form))
    return [name, readRecordTable('vault', content, file)] as const
  })
  return shardsFrom(refuseStranger, new Map(tables))
}

async function unseal(
  name: string,
  identities: readonly string[],
  { fs, path, form }: VaultPlace,
): Promise<Buffer> {
  const file = join(path, shardFile(name, form))
  const sealed = readPresent(fs, file)
  if (sealed === undefined) throw missing(file, path)
  const content = await decryptAge(sealed, { identities })
  if (typeof content !== 'string') return content
  throw new Failure(sealProblem(content, file))
}

function sealProblem(problem: AgeProblem, file: string): string {
  switch (problem) {
    case 'key':
      return `${file} is not encrypted for any identity that is given; give another, or let somebody who can open it run "mqttopia vault recipients add"`
    case 'not-age':
      return `${file} is not a file encrypted with age; bring it back from a backup or from git, nothing was changed`
    case 'damaged':
      return `${file} is damaged or was cut off; bring it back from a backup or from git, nothing was changed`
  }
}

function missing(file: string, path: string): Failure {
  return new Failure(
    `${file} is missing, and with it the secrets that ${join(path, 'lock.jsonl')} counts on; bring it back from a backup, or remove ${path} to make everything anew`,
  )
}

const markKeyRecord = 'mark-key/'

function markKeyOf(common: RecordTable): Buffer | undefined {
  const record = common.get(markKeyRecord)
  return record && 'value' in record && typeof record.value === 'string'
    ? Buffer.from(record.value, 'base64')
    : undefined
}

function markOf(name: string, content: Uint8Array, key: Buffer): string {
  return createHmac('sha256', key).update(`${name}\n`).update(content).digest('hex').slice(0, 32)
}

function storedMark(lock: RecordTable, name: string): string | undefined {
  const record = lock.get(shardKey(name))
  return record && 'mark' in record && typeof record.mark === 'string' ? record.mark : undefined
}

/** Before anything in the shards is believed. */
function checkMarks(opened: readonly (readonly [string, Buffer])[], { path, form, lock }: VaultPlace): void {
  const common = opened.find(([name]) => name === commonShard)
  const file = (name: string) => join(path, shardFile(name, form))
  const key = common && markKeyOf(readRecordTable('vault', common[1], file(commonShard)))
  if (key === undefined) throw stranger(file(commonShard), path)
  for (const [name, content] of opened) {
    if (storedMark(lock, name) !== markOf(name, content, key)) throw stranger(file(name), path)
  }
}

function stranger(file: string, path: string): Failure {
  return new Failure(
    `${file} does not belong to ${join(path, 'lock.jsonl')}: one of them is from another time, or somebody put it there; after "git merge" run "mqttopia vault merge", or bring both back from the same commit, nothing was changed`,
  )
}

function changedShards(shards: Shards, all: boolean): readonly (readonly [string, RecordTable])[] {
  return Array.from(shards.opened()).filter(([, table]) => all || table.isChanged())
}

function clearChanges(shards: Shards, lock: RecordTable, all: boolean): ShardContents {
  const contents = new Map<string, Iterable<Uint8Array>>()
  for (const [name, table] of changedShards(shards, all)) {
    if (!lock.has(shardKey(name)) || storedMark(lock, name) !== undefined) lock.set(shardKey(name), {})
    contents.set(shardFile(name, { kind: 'clear' }), table.chunks())
    table.saved()
  }
  return contents
}

function sealedChanges(shards: Shards, lock: RecordTable, form: VaultForm, all: boolean): ShardContents {
  const contents = new Map<string, Iterable<Uint8Array>>()
  if (changedShards(shards, all).length === 0) return contents
  const key = markKey(shards.get(commonShard))
  for (const [name, table] of changedShards(shards, all)) {
    const content = Buffer.concat([...table.chunks()])
    const mark = markOf(name, content, key)
    const isKnown = mark === storedMark(lock, name)
    if (!isKnown) lock.set(shardKey(name), { mark })
    if (!isKnown || all) contents.set(shardFile(name, form), [content])
    table.saved()
  }
  return contents
}

function markKey(common: RecordTable): Buffer {
  const known = markKeyOf(common)
  if (known !== undefined) return known
  const key = randomBytes(32)
  common.set(markKeyRecord, { value: key.toString('base64') })
  return key
}

function fail(failure: Failure): never {
  throw failure
}
