/**
 * Merges what two branches made of a state folder with an encrypted vault: both sides and what they began with are
 * taken from git and opened, and merged item by item. The folder changes in one step, or not at all.
 */

import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Failure } from '../../diagnostics/failure.ts'
import { digestBytes } from '../../files/digest.ts'
import { identityFile } from '../age/find-identities.ts'
import { type Recipient, recipientsText } from '../age/recipients.ts'
import { type FileSystem, nodeFileSystem, readPresent } from '../file-system.ts'
import { exportFolder, type GitMerge, mergeUnderWay } from '../git-merge.ts'
import { holdLock } from '../hold-lock.ts'
import { recipientsFile } from '../vault/vault-form.ts'
import type { VaultUse } from './change-vault.ts'
import { materialStore } from './material-store.ts'
import { type MergedItems, mergeItems, type Side } from './merge-items.ts'
import { saveFiles } from './save-files.ts'
import type { StateFolder } from './state-folder.ts'
import { type ItemDigests, itemDigests, takeItems } from './state-items.ts'
import { useState } from './use-state.ts'

export interface VaultMerge extends MergedItems {
  /** The commit whose changes were merged into ours. */
  readonly commit: string
  readonly recipients: readonly Recipient[]
}

/**
 * With conflicts nothing is changed.
 *
 * @param prefer whose an item is that both have changed
 * @throws Failure where git is in no merge, or a side cannot be opened
 */
export async function mergeVault(
  { stateFolder, findIdentities, fs = nodeFileSystem }: VaultUse,
  prefer?: Side,
): Promise<VaultMerge> {
  const merge = await mergeUnderWay(parentOf(stateFolder))
  const scratch = mkdtempSync(join(tmpdir(), 'mqttopia-merge-'))
  try {
    const merged = await mergeIn(scratch, merge, { stateFolder, findIdentities, fs }, prefer)
    if (merged.conflicts.length === 0) await replaceState(fs, join(scratch, 'ours'), stateFolder)
    return merged
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** The state folder itself may be gone in one of the sides. */
function parentOf(stateFolder: string): string {
  return join(stateFolder, '..')
}

type Place = Required<Pick<VaultUse, 'stateFolder' | 'findIdentities' | 'fs'>>

async function mergeIn(
  scratch: string,
  merge: GitMerge,
  place: Place,
  prefer: Side | undefined,
): Promise<VaultMerge> {
  const { stateFolder, fs } = place
  for (const side of ['base', 'ours', 'theirs'] as const)
    await exportFolder(fs, merge[side], stateFolder, join(scratch, side))
  const open = <T>(side: Side, work: (state: StateFolder) => Promise<T>) =>
    openSide(join(scratch, side), `${side} (${merge[side].slice(0, 12)})`, place, work)
  return open('ours', (ours) =>
    open('theirs', async (theirs) => {
      const base = await readBase(join(scratch, 'base'), place)
      const depth = base.isPublic ? 'public first' : 'all'
      const digestsOf = (state: StateFolder) =>
        new Map([...itemDigests(state, depth), ...identityDigest(fs, state.path)])
      const sides = { base: base.digests, ours: digestsOf(ours), theirs: digestsOf(theirs) }
      const found = mergeItems(sides, (item) => newerList(item, ours, theirs) ?? prefer)
      const recipients = mergedRecipients(base.recipients, recipientsOf(ours), recipientsOf(theirs))
      if (found.conflicts.length === 0) {
        takeItems(found.theirs, theirs, ours)
        const identity = found.theirs.has(identityFile)
          ? readPresent(fs, join(theirs.path, identityFile))
          : undefined
        await saveFor(recipients, ours, identity)
      }
      return { ...found, commit: merge.theirs, recipients }
    }),
  )
}

/** Messages speak of a folder that nobody has seen; who reads them should know which side it is. */
async function openSide<T>(
  folder: string,
  name: string,
  { findIdentities, fs, stateFolder }: Place,
  work: (state: StateFolder) => Promise<T>,
): Promise<T> {
  try {
    return await useState({ stateFolder: folder, fs, findIdentities }, (state) => {
      if (state.form.kind === 'sealed') return work(state)
      throw new Failure(
        'the vault is not encrypted, so git does not have its secrets; take one side as a whole',
      )
    })
  } catch (error) {
    if (!(error instanceof Failure) || !error.message.includes(folder)) throw error
    throw new Failure(`of ${name}: ${error.message.replaceAll(folder, stateFolder)}`, { cause: error })
  }
}

interface Base {
  readonly digests: ItemDigests
  /** Nobody here can open its vault: whoever came later to the recipients, or where it was not encrypted yet. */
  readonly isPublic: boolean
  readonly recipients: readonly Recipient[]
}

async function readBase(stateFolder: string, { findIdentities, fs }: Place): Promise<Base> {
  const use = { stateFolder, fs, readOnly: true }
  const facts = async (state: StateFolder, isPublic: boolean): Promise<Base> => {
    const digests = [...itemDigests(state, isPublic ? 'public' : 'all'), ...identityDigest(fs, stateFolder)]
    return { digests: new Map(digests), isPublic, recipients: recipientsOf(state) }
  }
  try {
    return await useState({ ...use, findIdentities }, (state) => facts(state, false))
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return useState({ ...use, publicOnly: true }, (state) => facts(state, true))
  }
}

/** The identity behind a passphrase is an item too. */
function identityDigest(fs: FileSystem, stateFolder: string): ItemDigests {
  const content = readPresent(fs, join(stateFolder, identityFile))
  return new Map(content === undefined ? [] : [[identityFile, digestBytes(content)]])
}

function recipientsOf({ form }: Pick<StateFolder, 'form'>): readonly Recipient[] {
  return form.kind === 'sealed' ? form.recipients : []
}

/** Revocation lists are made anew by the next compile where they lack something, under a higher number than this. */
function newerList(item: string, ours: StateFolder, theirs: StateFolder): Side | undefined {
  if (!item.startsWith('crl/')) return undefined
  const number = (state: StateFolder) => BigInt(materialStore(state).crl.get(item.slice(4))?.number ?? 0)
  return number(theirs) > number(ours) ? 'theirs' : 'ours'
}

/** Who was added on one side can open it, and who was removed on one side cannot. */
function mergedRecipients(
  base: readonly Recipient[],
  ours: readonly Recipient[],
  theirs: readonly Recipient[],
): readonly Recipient[] {
  const has = (list: readonly Recipient[], { text }: Recipient) => list.some((each) => each.text === text)
  const all = [...ours, ...theirs.filter((each) => !has(ours, each))]
  const left = all.filter((each) => !has(base, each) || (has(ours, each) && has(theirs, each)))
  if (left.length > 0) return left
  throw new Failure(
    'nobody could open the vault: each side has removed those whom the other left; add somebody',
  )
}

async function saveFor(
  recipients: readonly Recipient[],
  ours: StateFolder,
  identity: Uint8Array | undefined,
): Promise<void> {
  const text = recipientsText(recipients)
  if (identity === undefined && text === recipientsText(recipientsOf(ours))) return ours.save()
  const files = identity === undefined ? [] : [[identityFile, identity] as const]
  await ours.saveAs(
    { kind: 'sealed', recipients },
    new Map<string, string | Uint8Array>([...files, [recipientsFile, text]]),
  )
}

/** The merged folder in the place of the one that git left with conflicts in it. */
async function replaceState(fs: FileSystem, merged: string, stateFolder: string): Promise<void> {
  const files = committedFiles(merged)
  const contents = new Map(
    files.map((file) => [file, [readPresent(fs, join(merged, file)) ?? Buffer.alloc(0)]] as const),
  )
  const gone = committedFiles(stateFolder).filter((file) => !files.includes(file))
  const held = await holdLock(stateFolder, { fs, onWait: () => {} })
  try {
    saveFiles(fs, stateFolder, contents, gone)
  } finally {
    held.release()
  }
}

/** Paths in a state folder of what git keeps of it. */
function committedFiles(folder: string): readonly string[] {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return paths.filter((path) =>
    /^(lock(\/[^/]+)?\.jsonl|vault\/[^/]+\.age|[^/]+\.txt|identity\.age|\.git\w+)$/.test(path),
  )
}
