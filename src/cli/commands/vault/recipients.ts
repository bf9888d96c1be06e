/** `mqttopia vault recipients`: who can open the vault. */

import type { Command } from 'commander'
import { counted } from '../../../diagnostics/counted.ts'
import { Failure } from '../../../diagnostics/failure.ts'
import type { Recipient } from '../../../state/age/recipients.ts'
import { changeRecipients, type VaultChange } from '../../../state/store/change-vault.ts'
import { vaultStatus } from '../../../state/store/vault-status.ts'
import type { Host } from '../../host.ts'
import { noSuch } from '../../usage-error.ts'
import { verb } from '../../verb.ts'
import { recipientFrom, unseenOption } from './recipient-argument.ts'
import { tell, type VaultOptions, vaultUse, vaultVerb } from './vault-verb.ts'

interface ChangeOptions extends VaultOptions {
  readonly note?: string
  readonly unseen?: boolean
}

export function recipientsCommand(host: Host): Command {
  const command = verb('recipients', {
    description: 'who can open the vault',
    examples: [
      ['mqttopia vault recipients list', 'one a line'],
      ['mqttopia vault recipients add age1… --note "Ben, laptop"', 'lets Ben open it'],
    ],
  })
  command.enablePositionalOptions()
  for (const each of [listCommand(host), addCommand(host), removeCommand(host)]) command.addCommand(each)
  return command
}

function listCommand(host: Host): Command {
  return vaultVerb('list', {
    description: 'print all recipients, one a line',
    examples: [['mqttopia vault recipients list', 'needs no identity']],
  }).action(async (options: VaultOptions) => {
    const { form, recipients } = await vaultStatus({
      ...vaultUse(host, options),
      findIdentities: async () => [],
    })
    if (form === 'clear') throw new Failure('the vault is not encrypted, so it has no recipients')
    for (const { text, note } of recipients) host.stdout(`${text}${note && `  ${note}`}\n`)
  })
}

function addCommand(host: Host): Command {
  return vaultVerb('add', {
    description: 'let somebody else open the vault',
    examples: [['mqttopia vault recipients add age1… --note "CI"', 'encrypts everything for the CI too']],
  })
    .argument('<recipient>', 'what "age-keygen -y" prints of an identity: age1…')
    .option('--note <text>', 'whose it is, for the list')
    .action(async (text: string, options: ChangeOptions) => {
      const added = await recipientFrom(text, oneLine(options.note))
      const add = (present: readonly Recipient[]) => {
        if (present.some((known) => known.text === text)) throw new Failure(`${text} is a recipient already`)
        return [...present, added]
      }
      tellCount(host, options, await changeRecipients(vaultUse(host, options), add, true))
    })
}

function removeCommand(host: Host): Command {
  return vaultVerb('remove', {
    description: 'let somebody open the vault no more',
    examples: [['mqttopia vault recipients remove age1…', 'encrypts everything for the others']],
  })
    .argument('<recipient>', 'as in the list')
    .option(...unseenOption)
    .action(async (text: string, options: ChangeOptions) => {
      const remove = (present: readonly Recipient[]) => {
        const left = present.filter((known) => known.text !== text)
        if (left.length < present.length) return left
        throw noSuch(
          'recipient',
          text,
          present.map((known) => known.text),
        )
      }
      tellCount(host, options, await changeRecipients(vaultUse(host, options), remove, options.unseen))
      tell(
        host,
        options,
        'who was removed may have read all secrets, and still can in copies and in the history of the repository:',
        'make new ones with "mqttopia pki rotate", and change passwords that were given',
      )
    })
}

function tellCount(host: Host, options: VaultOptions, { shardCount, recipients }: VaultChange): void {
  tell(
    host,
    options,
    `encrypted ${counted(shardCount, 'file')} for ${counted(recipients.length, 'recipient')}`,
  )
}

function oneLine(note = ''): string {
  return note.replaceAll(/\s+/g, ' ').trim()
}
