/**
 * The state folder: what mqttopia issued, and the secrets that it keeps.
 *
 *     lock.jsonl       public: certificates, password hashes, revocation lists; fit for git
 *     lock/*.jsonl     what of it belongs to users, in parts, where they are many
 *     vault/*.jsonl    secret: private keys, generated passwords and pre-shared keys, in shards
 *     recipients.txt   who can open the vault; where it is, the shards are encrypted: vault/*.jsonl.age, fit for git
 *     identity.age     an identity behind a passphrase, where the vault was encrypted with one
 *     running/         held by the process that works on it
 *     next/            a save that is complete but not yet moved into place
 *
 * The folder is 0700, its files 0600; the folders above it are made if need be. A save is one step; see
 * `save-files.ts`.
 */

import { dirname, join, relative } from 'node:path'
import { errorCode, Failure, orFail } from '../../diagnostics/failure.ts'
import { encryptAge } from '../age/age-file.ts'
import type { FindIdentities } from '../age/find-identities.ts'
import { recipientTexts } from '../age/recipients.ts'
import { type FileSystem, readPresent } from '../file-system.ts'
import { type HeldLock, holdLock } from '../hold-lock.ts'
import type { PartedTable } from '../records/parted-table.ts'
import type { RecordTable } from '../records/record-table.ts'
import { tableFiles } from '../records/table-files.ts'
import { closedVault, type OpenVault, openVault, type ShardContents, type Vault } from '../vault/vault.ts'
import {
  attributesText,
  formerAttributesText,
  ignoreText,
  readVaultForm,
  sealedOnly,
  shardsPresent,
  type VaultForm,
} from '../vault/vault-form.ts'
import { lockTables, MOST_UNDIVIDED, openLock, takeLockChanges } from './lock-files.ts'
import { finishSave, saveFiles } from './save-files.ts'

export interface StateFolder {
  readonly path: string
  /** The public part. */
  readonly lock: RecordTable
  /** How the secret part is kept. */
  readonly form: VaultForm
  /** The secret part. */
  readonly vault: Vault
  /** Makes all that was set last, or nothing of it. */
  readonly save: () => Promise<void>
  /** Saves, and keeps the vault in another form, or for other recipients, from now on. */
  readonly saveAs: (form: VaultForm, files: FormFiles) => Promise<void>
  /** Makes it short to open the folder again, as it is now; what was changed must be saved. */
  readonly remember: () => Promise<void>
  /** Lets the next process in. */
  readonly close: () => void
  /** The folder was open to other users, and is (or, read only, should be) closed to them. */
  readonly wasOpen: boolean
}

/** Files that come with a form of the vault, by name. */
export type FormFiles = ReadonlyMap<string, string | Uint8Array>

export interface StateOptions {
  readonly fs: FileSystem
  readonly onWait: (holder: string) => void
  /** Nothing will be saved. A folder that is missing stays missing, one that cannot be written will do. */
  readonly readOnly: boolean
  /** The vault is not looked at, and need not be there. */
  readonly publicOnly?: boolean
  /** Asked when an encrypted vault is opened. Default: nobody here can open one. */
  readonly findIdentities?: FindIdentities
  /** Users with certificates and passwords from which on the lock file is divided. */
  readonly mostUndivided?: number
}

const ignoreFile = '.gitignore'
const attributesFile = '.gitattributes'

/** @throws Failure when the folder cannot be used, or what is in it is damaged. Nothing is changed then. */
export function openStateFolder(path: string, options: StateOptions): Promise<StateFolder> {
  return orFail(`use the state folder ${path}`, () => open(path, options))
}

async function open(path: string, options: StateOptions): Promise<StateFolder> {
  const { fs, readOnly, publicOnly = false, findIdentities = async () => [] } = options
  const { mostUndivided = MOST_UNDIVIDED } = options
  const mode = folderMode(fs, path)
  const place = { path, fs, publicOnly, findIdentities, mostUndivided }
  if (mode === undefined && readOnly) return stateFolder(place, { release: () => {} }, false)
  if (mode === undefined) fs.mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const isOpen = mode !== undefined && (mode & 0o077) !== 0
  if (isOpen && !readOnly) fs.chmodSync(path, 0o700)
  const held = await takeLock(path, options)
  try {
    if (!readOnly || fs.existsSync(join(path, 'next'))) finishSave(fs, path)
    return await stateFolder(place, held, isOpen && shardsPresent(fs, path).clear.length > 0)
  } catch (error) {
    held.release()
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

interface StatePlace {
  readonly path: string
  readonly mostUndivided: number
  readonly fs: FileSystem
  readonly publicOnly: boolean
  readonly findIdentities: FindIdentities
}

async function stateFolder(place: StatePlace, held: HeldLock, wasOpen: boolean): Promise<StateFolder> {
  const { path, fs } = place
  const files = tableFiles(fs, path)
  const lock = openLock({ fs, path, files })
  const form = await readVaultForm(fs, path)
  const vault = place.publicOnly ? closedVault : await openVault({ ...place, files, lock, form })
  return {
    ...{ path, lock, form, wasOpen },
    vault: vault.shard,
    save: inTurn(() => saveChanges(place, { lock, form, vault })),
    saveAs: (wanted, files) => saveAs(place, { lock, form: wanted, vault }, files),
    async remember() {
      if (lock.parts.size > 0) await files.remember(new Map([...lockTables(lock), ...vault.tables(form)]))
    },
    close() {
      held.release()
      removeIfEmpty(fs, path)
    },
  }
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

/** One call begins when the last one has ended. */
function inTurn(work: () => Promise<void>): () => Promise<void> {
  let last = Promise.resolve()
  return () => {
    last = last.then(work)
    return last
  }
}

interface Saving {
  readonly lock: PartedTable
  readonly form: VaultForm
  readonly vault: OpenVault
}

/** Writes the tables that changed, all or none. What changes while they are encrypted is for the next time. */
async function saveChanges(place: StatePlace, saving: Saving): Promise<void> {
  const { fs, path } = place
  const { form, vault } = saving
  const contents = new Map(vault.takeChanges(form))
  const lockContent = lockChanges(place, saving)
  const files = new Map([...(await sealed(contents, form)), ...lockContent])
  if (files.size === 0) return
  for (const [name, text] of gitFiles(form)) if (isDue(name, place)) files.set(name, text)
  saveFiles(fs, path, files)
}

function lockChanges(
  { mostUndivided }: StatePlace,
  { lock, form: { kind } }: Saving,
): ReadonlyMap<string, Iterable<Uint8Array>> {
  const contents = takeLockChanges(lock, mostUndivided)
  // While the vault is encrypted the lock may change.
  return kind === 'clear' ? contents : new Map(Array.from(contents, ([file, chunks]) => [file, [...chunks]]))
}

async function sealed(contents: ShardContents, form: VaultForm): Promise<ShardContents> {
  if (form.kind === 'clear') return contents
  const files = new Map<string, Iterable<Uint8Array>>()
  for (const [file, chunks] of contents) {
    files.set(file, [await encryptAge(Buffer.concat([...chunks]), recipientTexts(form.recipients))])
  }
  return files
}

function gitFiles(form: VaultForm): ReadonlyMap<string, readonly Uint8Array[]> {
  return new Map([
    [ignoreFile, [Buffer.from(ignoreText(form))]],
    [attributesFile, [Buffer.from(attributesText)]],
  ])
}

/** Of the files for git those that are missing, or as an earlier version wrote them. */
function isDue(name: string, { fs, path }: StatePlace): boolean {
  const present = readPresent(fs, join(path, name))?.toString()
  return present === undefined || (name === attributesFile && present === formerAttributesText)
}

/** Writes every shard anew, and removes those in the form that was. */
async function saveAs(place: StatePlace, saving: Saving, more: FormFiles): Promise<void> {
  const { fs, path } = place
  const { form, vault } = saving
  const contents = new Map(vault.takeChanges(form, true))
  const lockContent = lockChanges(place, saving)
  const files = new Map([...(await sealed(contents, form)), ...lockContent, ...gitFiles(form)])
  for (const [name, content] of more) files.set(name, [Buffer.from(content)])
  const { clear, sealed: encrypted } = shardsPresent(fs, path)
  const former = form.kind === 'clear' ? [...encrypted, ...sealedOnly.map((name) => join(path, name))] : clear
  saveFiles(
    fs,
    path,
    files,
    former.map((file) => relative(path, file)),
  )
}
