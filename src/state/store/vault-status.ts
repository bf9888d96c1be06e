/** What can be said about a vault, with or without opening it. */

import { join } from 'node:path'
import { decryptAge } from '../age/age-file.ts'
import type { Recipient } from '../age/recipients.ts'
import { nodeFileSystem, readPresent } from '../file-system.ts'
import { shardFile } from '../vault/vault-form.ts'
import { shardNames } from '../vault/vault-shard.ts'
import type { VaultUse } from './change-vault.ts'
import type { StateFolder } from './state-folder.ts'
import { useState } from './use-state.ts'

export interface VaultStatus {
  readonly form: 'clear' | 'sealed'
  /** Empty where it is in clear. */
  readonly recipients: readonly Recipient[]
  /** Shards that the lock file counts on. */
  readonly shardCount: number
  /** Those of them that are not here, as names of files in the state folder. */
  readonly missing: readonly string[]
  /** Whether an identity that is given opens it; true where it is in clear. */
  readonly canOpen: boolean
  /** How many secrets there are, by what they are; absent where they cannot be read. */
  readonly secrets?: Readonly<Record<string, number>>
}

/** @throws Failure when something is damaged, or an identity that was named cannot be used. */
export async function vaultStatus(use: VaultUse): Promise<VaultStatus> {
  const shut = await useState({ ...use, readOnly: true, publicOnly: true }, (state) => shutStatus(state, use))
  if (!shut.canOpen || shut.missing.length > 0) return shut
  return useState({ ...use, readOnly: true }, (state) => ({ ...shut, secrets: countSecrets(state) }))
}

async function shutStatus(
  { path, form, lock }: StateFolder,
  { fs = nodeFileSystem, findIdentities }: VaultUse,
): Promise<VaultStatus> {
  const files = shardNames(lock).map((name) => shardFile(name, form))
  const missing = files.filter((file) => !fs.existsSync(join(path, file)))
  const facts = { shardCount: files.length, missing }
  if (form.kind === 'clear') return { form: 'clear', recipients: [], ...facts, canOpen: true }
  const [sample] = files.filter((file) => !missing.includes(file))
  const content = sample === undefined ? undefined : readPresent(fs, join(path, sample))
  const canOpen =
    content === undefined || (await decryptAge(content, { identities: await findIdentities() })) !== 'key'
  return { form: 'sealed', recipients: form.recipients, ...facts, canOpen }
}

/** What people know of; a vault has keys of its own besides. */
const shown: readonly string[] = ['key', 'pending-key', 'password', 'psk']

function countSecrets({ lock, vault }: StateFolder): Readonly<Record<string, number>> {
  const counts = new Map<string, number>()
  for (const name of shardNames(lock)) {
    for (const key of vault(name).keys()) {
      const kind = key.slice(0, key.indexOf('/'))
      if (!shown.includes(kind)) continue
      counts.set(kind, (counts.get(kind) ?? 0) + 1)
    }
  }
  return Object.fromEntries([...counts].sort())
}
