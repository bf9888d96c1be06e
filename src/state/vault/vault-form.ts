/** How the vault is kept, which its files say: in clear, or encrypted where there is a list of recipients. */

import { join } from 'node:path'
import { Failure } from '../../diagnostics/failure.ts'
import { identityFile } from '../age/find-identities.ts'
import { parseRecipients, type Recipient } from '../age/recipients.ts'
import { type FileSystem, readPresent } from '../file-system.ts'

export type VaultForm =
  | { readonly kind: 'clear' }
  | {
      readonly kind: 'sealed'
      /** At least one. */
      readonly recipients: readonly Recipient[]
    }

export const recipientsFile = 'recipients.txt'
export const vaultFolder = 'vault'

const clearEnding = '.jsonl'
const sealedEnding = '.jsonl.age'

/** Path in the state folder. */
export function shardFile(name: string, { kind }: Pick<VaultForm, 'kind'>): string {
  return `${vaultFolder}/${name}${kind === 'clear' ? clearEnding : sealedEnding}`
}

/** @throws Failure where the files contradict each other. */
export async function readVaultForm(fs: FileSystem, path: string): Promise<VaultForm> {
  const file = join(path, recipientsFile)
  const content = readPresent(fs, file)
  const shards = shardsPresent(fs, path)
  if (content === undefined) {
    const [sealed] = shards.sealed
    if (sealed === undefined) return { kind: 'clear' }
    throw new Failure(
      `${file} is missing although ${sealed} is encrypted; bring it back from git or a backup`,
    )
  }
  const recipients = await parseRecipients(content.toString(), file)
  if (recipients.length === 0) throw new Failure(`${file} names nobody; bring it back from git or a backup`)
  const [clear] = shards.clear
  if (clear === undefined) return { kind: 'sealed', recipients }
  throw new Failure(
    `${clear} is not encrypted although ${file} says that the vault is; remove that file, run "mqttopia vault encrypt --recipients-file" with a copy of it`,
  )
}

export interface ShardsPresent {
  readonly clear: readonly string[]
  readonly sealed: readonly string[]
}

/** Paths of the shards that are there, whatever the lock file counts on. */
export function shardsPresent(fs: FileSystem, path: string): ShardsPresent {
  const folder = join(path, vaultFolder)
  const names = fs.existsSync(folder) ? fs.readdirSync(folder).sort() : []
  const paths = (ending: string) =>
    names.filter((name) => name.endsWith(ending)).map((name) => join(folder, name))
  return { clear: paths(clearEnding), sealed: paths(sealedEnding) }
}

const ignoredAlways = ['/next/', '/next.new/', '/running*/']

/** `.gitignore` of the state folder: secrets in clear stay out of git. */
export function ignoreText({ kind }: Pick<VaultForm, 'kind'>): string {
  const [why, vault] =
    kind === 'clear'
      ? ['# Secrets stay out of git. lock.jsonl holds none.', `/${vaultFolder}/`]
      : ['# What is encrypted goes into git. Secrets in clear never do.', `/${vaultFolder}/*${clearEnding}`]
  return [why, vault, ...ignoredAlways, ''].join('\n')
}

/**
 * `.gitattributes`: bytes stay as they are, on all systems; of two branches that issue for different devices the lock
 * file keeps the lines of both; encrypted files are not compared as text.
 */
export const attributesText = `* -text\n/lock.jsonl merge=union\n/lock/*.jsonl merge=union\n*.age binary\n`

/** As it was while there was one file. */
export const formerAttributesText = `* -text\n/lock.jsonl merge=union\n*.age binary\n`

/** Files of the state folder that only an encrypted vault has. */
export const sealedOnly: readonly string[] = [recipientsFile, identityFile]
