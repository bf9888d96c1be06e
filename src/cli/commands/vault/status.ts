/** `mqttopia vault status`: how the vault is kept, and whether it can be opened here. */

import { type Command, Option } from 'commander'
import { counted } from '../../../diagnostics/counted.ts'
import { type VaultStatus, vaultStatus } from '../../../state/store/vault-status.ts'
import type { Host } from '../../host.ts'
import { type VaultOptions, vaultUse, vaultVerb } from './vault-verb.ts'

interface StatusOptions extends VaultOptions {
  readonly output: 'human' | 'json'
}

export function statusCommand(host: Host): Command {
  return vaultVerb('status', {
    description: 'how the vault is kept, and whether you can open it',
    examples: [['mqttopia vault status -o json', 'for programs']],
  })
    .addOption(new Option('-o, --output <format>', 'print it as').choices(['human', 'json']).default('human'))
    .action(async (options: StatusOptions) => {
      const status = await vaultStatus(vaultUse(host, options))
      host.stdout(
        options.output === 'json' ? `${JSON.stringify(status, null, 2)}\n` : statusLines(status).join(''),
      )
    })
}

function statusLines(status: VaultStatus): readonly string[] {
  const { form, recipients, shardCount, missing, canOpen, secrets } = status
  const lines = [
    form === 'clear'
      ? 'the vault is in clear; git leaves it out\n'
      : `the vault is encrypted for ${counted(recipients.length, 'recipient')}; commit it\n`,
    ...recipients.map((recipient) => `  ${recipient.text}${recipient.note && `  ${recipient.note}`}\n`),
    `files: ${counted(shardCount)}${missing.length > 0 ? `, ${counted(missing.length)} of them not here` : ''}\n`,
  ]
  if (!canOpen) return [...lines, 'no identity that is given opens it\n']
  const kinds = Object.entries(secrets ?? {}).map(([kind, count]) => `${counted(count)} ${kind}`)
  return secrets === undefined
    ? lines
    : [...lines, `secrets: ${kinds.length === 0 ? 'none' : kinds.join(', ')}\n`]
}
