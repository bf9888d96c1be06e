/** `mqttopia vault encrypt`: from a vault in clear to one that can be committed. */

import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { counted } from '../../../diagnostics/counted.ts'
import { orFail } from '../../../diagnostics/failure.ts'
import { readPassphrase } from '../../../state/age/find-identities.ts'
import { parseRecipients, type Recipient } from '../../../state/age/recipients.ts'
import { nodeFileSystem } from '../../../state/file-system.ts'
import { encryptVault, makeIdentityFile } from '../../../state/store/change-vault.ts'
import type { Host } from '../../host.ts'
import { UsageError } from '../../usage-error.ts'
import { recipientFrom, unseenOption } from './recipient-argument.ts'
import { tell, type VaultOptions, vaultUse, vaultVerb } from './vault-verb.ts'

interface EncryptOptions extends VaultOptions {
  readonly recipient: readonly string[]
  readonly recipientsFile?: string
  readonly generateIdentity?: string
  readonly passphrase?: boolean
  readonly unseen?: boolean
}

export function encryptCommand(host: Host): Command {
  return vaultVerb('encrypt', {
    description: 'encrypt the vault with age; it can be committed then',
    examples: [
      ['mqttopia vault encrypt --generate-identity ~/mqttopia.key', 'for a new identity, kept in that file'],
      [
        'mqttopia vault encrypt --recipients-file team.txt --identity ~/.age/key.txt',
        'for a team that you belong to',
      ],
      ['mqttopia vault encrypt --passphrase', 'for whoever knows a passphrase'],
    ],
  })
    .option(
      '--recipient <age1…>',
      'who can open it; repeatable',
      (text, before: string[]) => [...before, text],
      [],
    )
    .option('--recipients-file <file>', 'a list of them, one a line, as for "age -R"')
    .option(
      '--generate-identity <file>',
      'make a new identity, keep it in this file, and add it; one that is there stays',
    )
    .option(
      '--passphrase',
      'make a new identity, keep it in the state folder behind a passphrase, and add it',
    )
    .option(...unseenOption)
    .action((options: EncryptOptions) => runEncrypt(host, options))
}

async function runEncrypt(host: Host, options: EncryptOptions): Promise<void> {
  const { generateIdentity, unseen = false } = options
  if (generateIdentity !== undefined && options.identity !== undefined) {
    throw new UsageError('--generate-identity makes an identity; --identity names another')
  }
  const recipients = await givenRecipients(host, options)
  if (recipients.length === 0 && generateIdentity === undefined && options.passphrase !== true) {
    throw new UsageError(
      'say who can open the vault: --recipient, --recipients-file, --generate-identity or --passphrase',
    )
  }
  const passphrase = options.passphrase === true ? await newPassphrase(host) : undefined
  const made = generateIdentity === undefined ? undefined : await makeRecipient(host, generateIdentity)
  const identity = generateIdentity === undefined ? {} : { identity: generateIdentity }
  const use = vaultUse(host, { ...options, ...identity })
  const wanted = { recipients: made === undefined ? recipients : [...recipients, made], unseen }
  const { shardCount, recipients: all } = await encryptVault(
    use,
    passphrase === undefined ? wanted : { ...wanted, passphrase },
  )
  tell(
    host,
    options,
    `encrypted ${counted(shardCount, 'file')} for ${counted(all.length, 'recipient')}; commit ${use.stateFolder}`,
    ...(made?.isNew === false ? [`${generateIdentity} was there already, and stays as it was`] : []),
    ...(made === undefined ? [] : [`${generateIdentity} opens it: keep a copy of it, and never commit it`]),
  )
}

async function givenRecipients(
  host: Host,
  { recipient, recipientsFile }: EncryptOptions,
): Promise<Recipient[]> {
  const named = await Promise.all(recipient.map((text) => recipientFrom(text)))
  if (recipientsFile === undefined) return named
  const path = resolve(host.cwd, recipientsFile)
  const content = await orFail(`read ${recipientsFile}`, () => readFile(path, 'utf8'))
  return [...named, ...(await parseRecipients(content, recipientsFile))]
}

async function makeRecipient({ cwd }: Host, file: string): Promise<Recipient & { readonly isNew: boolean }> {
  const { recipient, isNew } = await orFail(`write ${file}`, () => makeIdentityFile(resolve(cwd, file)))
  return { text: recipient, note: '', isNew }
}

const SHORTEST = 14

/** Never from the command line, which others can read. */
async function newPassphrase({ cwd, env, askSecret }: Host): Promise<string> {
  const passphrase = await readPassphrase('New passphrase: ', { cwd, env, fs: nodeFileSystem, askSecret })
  if (passphrase === undefined) {
    throw new UsageError(
      'there is no terminal to ask for a passphrase; name its file in MQTTOPIA_AGE_PASSPHRASE_FILE',
    )
  }
  if ([...passphrase].length < SHORTEST) {
    throw new UsageError(`the passphrase must have ${SHORTEST} characters or more: all secrets hang on it`)
  }
  const isTyped = (env.MQTTOPIA_AGE_PASSPHRASE_FILE ?? '') === ''
  if (isTyped && (await askSecret?.('The same again: ')) !== passphrase) {
    throw new UsageError('the two passphrases differ')
  }
  return passphrase
}
