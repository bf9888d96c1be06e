/**
 * The state folder: what mqttopia issued, and the secrets that it keeps.
 *
 *     lock.jsonl       public: certificates, password hashes, revocation lists; fit for git
 *     vault/*.jsonl    secret: private keys, generated passwords and pre-shared keys, in shards
 *     running/         held by the process that works on it
 *     next/            a save that is complete but not yet moved into place
 *
 * The folder is 0700, its files 0600; the folders above it are made if need be. A save is one step; see `save-files.ts`.
 */

import { dirname, join } from 'node:path'
import { errorCode, Failure, orFail } from '../diagnostics/failure.ts'
import type { FileSystem } from './file-system.ts'
import { type HeldLock, holdLock } from './hold-lock.ts'
import { readRecordTable } from './read-record-table.ts'
import { type RecordTable, recordTable } from './record-table.ts'
import { finishSave, saveFiles } from './save-files.ts'
import { shardKey, shardNames } from './vault-shard.ts'

export interface StateFolder {
  readonly path: string
  /** The public part. */
  readonly lock: RecordTable
  /** The shard of the secret part that holds what belongs to `owner`. */
  readonly vault: (shard: string) => RecordTable
  /** Makes all that was set last, or nothing of it. */
  readonly save: () => void
  /** Lets the next process in. */
  readonly close: () => void
  /** The folder was open to other users, and is (or, read only, should be) closed to them. */
  readonly wasOpen: boolean
}

export interface StateOptions {
  readonly fs: FileSystem
  readonly onWait: (holder: string) => void
  /** Nothing will be saved. A folder that is missing stays missing, one that cannot be written will do. */
  readonly readOnly: boolean
  /** The vault is not looked at, and need not be there. */
  readonly publicOnly?: boolean
}

const lockFile = 'lock.jsonl'
const vaultFolder = 'vault'
const ignoreFile = '.gitignore'
const ignored = `# Secrets stay out of git. ${lockFile} holds none.\n/${vaultFolder}/\n/next/\n/next.new/\n/running*/\n`

/** @throws Failure when the folder cannot be used, or what is in it is damaged. Nothing is changed then. */
export function openStateFolder(path: string, options: StateOptions): Promise<StateFolder> {
  return orFail(`use the state folder ${path}`, () => open(path, options))
}

async function open(path: string, options: StateOptions): Promise<StateFolder> {
  const { fs, readOnly, publicOnly = false } = options
  const mode = folderMode(fs, path)
  if (mode === undefined && readOnly)
    return stateFolder(path, fs, { release: () => {} }, { wasOpen: false, publicOnly })
  if (mode === undefined) fs.mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const wasOpen = mode !== undefined && (mode & 0o077) !== 0
  if (wasOpen && !readOnly) fs.chmodSync(path, 0o700)
  const lock = await takeLock(path, options)
  try {
    if (!readOnly || fs.existsSync(join(path, 'next'))) finishSave(fs, path)
    return stateFolder(path, fs, lock, { wasOpen, publicOnly })
  } catch (error) {
    lock.release()
    throw error
  }
}

function folderMode(fs: FileSystem, path: string): number | undefined {
  if (!fs.existsSync(path)) return undefined
  const stat = fs.statSync(path)
  if (!stat.isDirectory()) throw new Failure(`the state folder ${path} is a file; remove it, or name another`)
  return stat.mode
}

async function takeLock(path: string, { fs, onWait, readOnly }: StateOptions): Promise<HeldLock> {
  try {
    return await holdLock(path, { fs, onWait })
  } catch (error) {
    const code = errorCode(error)
    if (code === 'EROFS' || (readOnly && code === 'EACCES')) return { release: () => {} }
    throw error
  }
}

function stateFolder(
  path: string,
  fs: FileSystem,
  held: HeldLock,
  { wasOpen, publicOnly }: { readonly wasOpen: boolean; readonly publicOnly: boolean },
): StateFolder {
  const lock = readTable(fs, join(path, lockFile), 'lock') ?? newLock(fs, path)
  const shards = new Map<string, RecordTable>()
  for (const name of publicOnly ? [] : shardNames(lock.keys())) shards.set(name, readShard(fs, path, name))
  const vault = (name: string): RecordTable => {
    if (publicOnly) throw new Error('the vault was left closed')
    const known = shards.get(name)
    if (known !== undefined) return known
    const shard = readTable(fs, shardPath(path, name), 'vault') ?? recordTable('vault')
    shards.set(name, shard)
    return shard
  }
  return {
    path,
    lock,
    vault,
    wasOpen,
    save: () => save(fs, path, lock, shards),
    close() {
      held.release()
      removeIfEmpty(fs, path)
    },
  }
}

function shardPath(path: string, name: string): string {
  return join(path, vaultFolder, `${name}.jsonl`)
}

function readTable(fs: FileSystem, file: string, kind: string): RecordTable | undefined {
  let content: Buffer
  try {
    content = fs.readFileSync(file)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
  return readRecordTable(kind, content, file)
}

function readShard(fs: FileSystem, path: string, name: string): RecordTable {
  const file = shardPath(path, name)
  const table = readTable(fs, file, 'vault')
  if (table !== undefined) return table
  throw new Failure(
    `${file} is missing, and with it the secrets that ${lockFile} counts on; bring it back from a backup, or remove ${path} to make everything anew`,
  )
}

function newLock(fs: FileSystem, path: string): RecordTable {
  const vault = join(path, vaultFolder)
  if (fs.existsSync(vault) && fs.readdirSync(vault).length > 0) {
    throw new Failure(
      `${join(path, lockFile)} is missing although there are secrets in ${vault}; bring it back from a backup or from git, or remove ${path} to make everything anew`,
    )
  }
  return recordTable('lock')
}

/** A folder that was made for nothing goes again. */
function removeIfEmpty(fs: FileSystem, path: string): void {
  try {
    fs.rmdirSync(path)
  } catch (error) {
    if (
      !['ENOTEMPTY', 'EEXIST', 'ENOENT', 'EROFS', 'EACCES', 'EBUSY', 'EPERM'].includes(errorCode(error) ?? '')
    )
      throw error
  }
}

/** Writes the tables that changed, all or none. */
function save(
  fs: FileSystem,
  path: string,
  lock: RecordTable,
  shards: ReadonlyMap<string, RecordTable>,
): void {
  for (const [name, shard] of shards) {
    if (shard.isChanged() && lock.get(shardKey(name)) === undefined) lock.set(shardKey(name), {})
  }
  const tables = new Map([
    ...Array.from(shards, ([name, shard]) => [`${vaultFolder}/${name}.jsonl`, shard] as const),
    [lockFile, lock] as const,
  ])
  const changed = Array.from(tables).filter(([, table]) => table.isChanged())
  if (changed.length === 0) return
  const files = new Map<string, Iterable<Uint8Array>>(changed.map(([file, table]) => [file, table.chunks()]))
  if (!fs.existsSync(join(path, ignoreFile))) files.set(ignoreFile, [Buffer.from(ignored)])
  saveFiles(fs, path, files)
  for (const [, table] of changed) table.saved()
}
