/** `mqttopia vault`: how secrets are kept, and who can open them. */

import type { Command } from 'commander'
import type { Host } from '../../host.ts'
import { verb } from '../../verb.ts'
import { decryptCommand } from './decrypt.ts'
import { encryptCommand } from './encrypt.ts'
import { mergeCommand } from './merge.ts'
import { recipientsCommand } from './recipients.ts'
import { statusCommand } from './status.ts'

export function vaultCommand(host: Host): Command {
  const command = verb('vault', {
    description: 'keep keys and passwords encrypted, so that they can be committed',
    examples: [
      ['mqttopia vault status', 'how the vault is kept, and whether you can open it'],
      ['mqttopia vault encrypt --generate-identity ~/mqttopia.key', 'encrypts it, for a new identity'],
      ['mqttopia vault recipients add age1…', 'lets somebody else open it'],
    ],
  })
  const commands = [statusCommand, encryptCommand, decryptCommand, recipientsCommand, mergeCommand]
  command.enablePositionalOptions()
  for (const each of commands) command.addCommand(each(host))
  return command
}
