/** `mqttopia vault decrypt`: back to a vault in clear. */

import type { Command } from 'commander'
import { counted } from '../../../diagnostics/counted.ts'
import { decryptVault } from '../../../state/store/change-vault.ts'
import type { Host } from '../../host.ts'
import { tell, type VaultOptions, vaultUse, vaultVerb } from './vault-verb.ts'

export function decryptCommand(host: Host): Command {
  return vaultVerb('decrypt', {
    description: 'keep the vault in clear again, outside of git',
    examples: [['mqttopia vault decrypt --identity ~/mqttopia.key', 'with the identity in that file']],
  }).action(async (options: VaultOptions) => {
    const use = vaultUse(host, options)
    const { shardCount } = await decryptVault(use)
    tell(
      host,
      options,
      `decrypted ${counted(shardCount, 'file')} in ${use.stateFolder}; git leaves them out from now on`,
      'what was committed stays in the history of the repository, encrypted as it was',
    )
  })
}
