/** Changes how the vault of a state folder is kept: in clear, encrypted, for whom. Each change is one step. */

import { Failure } from '../../diagnostics/failure.ts'
import {
  decryptAge,
  encryptAge,
  encryptWithPassphrase,
  generateIdentity,
  recipientOf,
} from '../age/age-file.ts'
import { type FindIdentities, identityAdvice, identityFile, identityFinder } from '../age/find-identities.ts'
import { type Recipient, recipientsText, recipientTexts } from '../age/recipients.ts'
import { type FileSystem, nodeFileSystem, writeNewFile } from '../file-system.ts'
import { recipientsFile } from '../vault/vault-form.ts'
import { shardNames } from '../vault/vault-shard.ts'
import type { FormFiles, StateFolder } from './state-folder.ts'
import { type StateUse, useState } from './use-state.ts'

export interface VaultUse extends StateUse {
  readonly findIdentities: FindIdentities
}

export interface VaultChange {
  /** Files that were written anew. */
  readonly shardCount: number
  readonly recipients: readonly Recipient[]
}

export interface Encryption {
  readonly recipients: readonly Recipient[]
  /** A new identity goes into the state folder, behind this passphrase. */
  readonly passphrase?: string
  /** Encrypt also for others alone, whose files nobody here can read. */
  readonly unseen?: boolean
}

/** @throws Failure when the vault is encrypted already, or nobody here could read it afterwards. */
export function encryptVault(
  use: VaultUse,
  { recipients, passphrase, unseen = false }: Encryption,
): Promise<VaultChange> {
  return useState(use, async (state) => {
    if (state.form.kind === 'sealed') {
      throw new Failure(
        `the vault in ${state.path} is encrypted already; change who can open it with "mqttopia vault recipients"`,
      )
    }
    const made = passphrase === undefined ? undefined : await generateIdentity()
    const all =
      made === undefined
        ? recipients
        : [...recipients, { text: made.recipient, note: `the passphrase of ${identityFile}` }]
    if (made === undefined && !unseen) await expectReadable(all, use.findIdentities)
    const files: FormFiles =
      made === undefined || passphrase === undefined
        ? new Map()
        : new Map([[identityFile, await encryptWithPassphrase(identityText(made), passphrase)]])
    return sealFor(state, all, files)
  })
}

/** Who could not read the vault any more would have lost it. */
async function expectReadable(
  recipients: readonly Recipient[],
  findIdentities: FindIdentities,
): Promise<void> {
  const probe = await encryptAge(Buffer.from('probe'), recipientTexts(recipients))
  const read = await decryptAge(Buffer.from(probe), { identities: await findIdentities() })
  if (typeof read !== 'string') return
  throw new Failure(
    `no identity that is given belongs to one of the recipients, so this vault could not be read here any more; ${identityAdvice}, or say --unseen`,
  )
}

async function sealFor(
  state: StateFolder,
  recipients: readonly Recipient[],
  more: FormFiles,
): Promise<VaultChange> {
  const form = { kind: 'sealed', recipients } as const
  await state.saveAs(form, new Map([...more, [recipientsFile, recipientsText(recipients)]]))
  return { shardCount: shardNames(state.lock).length, recipients }
}

/** @throws Failure when the vault is not encrypted, or cannot be opened. */
export function decryptVault(use: VaultUse): Promise<VaultChange> {
  return useState(use, async (state) => {
    expectSealed(state)
    await state.saveAs({ kind: 'clear' }, new Map())
    return { shardCount: shardNames(state.lock).length, recipients: [] }
  })
}

/**
 * Encrypts the vault for others.
 *
 * @throws Failure when it is not encrypted or cannot be opened; or nobody would be left, or nobody who is here.
 */
export function changeRecipients(
  use: VaultUse,
  change: (present: readonly Recipient[]) => readonly Recipient[],
  unseen = false,
): Promise<VaultChange> {
  return useState(use, async (state) => {
    expectSealed(state)
    const wanted = change(state.form.kind === 'sealed' ? state.form.recipients : [])
    if (wanted.length === 0)
      throw new Failure('nobody could open the vault any more; add somebody else first')
    if (!unseen) await expectReadable(wanted, use.findIdentities)
    return sealFor(state, wanted, new Map())
  })
}

function expectSealed({ form, path }: StateFolder): void {
  if (form.kind === 'sealed') return
  throw new Failure(`the vault in ${path} is not encrypted; encrypt it with "mqttopia vault encrypt"`)
}

function identityText({
  identity,
  recipient,
}: {
  readonly identity: string
  readonly recipient: string
}): Buffer {
  return Buffer.from(`# public key: ${recipient}\n${identity}\n`)
}

/**
 * Writes a new identity to a file for its owner alone, as `age-keygen -o` does, all of it or nothing; gives its recipient.
 * A file that is there is kept: a run that ended early may have made it, and may have encrypted for it.
 */
export async function makeIdentityFile(
  path: string,
  fs: FileSystem = nodeFileSystem,
): Promise<{ readonly recipient: string; readonly isNew: boolean }> {
  if (fs.existsSync(path)) {
    const places = { file: path, cwd: '', stateFolder: '', env: {}, fs }
    const [identity = ''] = await identityFinder(places)()
    return { recipient: await recipientOf(identity), isNew: false }
  }
  const made = await generateIdentity()
  const fresh = `${path}.new`
  fs.rmSync(fresh, { force: true })
  writeNewFile(fs, fresh, 0o600, [identityText(made)])
  fs.renameSync(fresh, path)
  return { recipient: made.recipient, isNew: true }
}
