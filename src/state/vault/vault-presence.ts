/** Whether a vault can be opened here, as far as that shows without opening it. */

import { join } from 'node:path'
import { type FileSystem, nodeFileSystem } from '../file-system.ts'
import { readVaultForm, shardsPresent } from './vault-form.ts'

/** `encrypted`: only with an identity. `absent`: there is the lock file alone, as in a fresh clone. */
export type VaultPresence = 'open' | 'encrypted' | 'absent'

/** @throws Failure where the files of the vault contradict each other. */
export async function vaultPresence(
  stateFolder: string,
  fs: FileSystem = nodeFileSystem,
): Promise<VaultPresence> {
  const { kind } = await readVaultForm(fs, stateFolder)
  if (kind === 'sealed') return 'encrypted'
  const isAbsent =
    fs.existsSync(join(stateFolder, 'lock.jsonl')) && shardsPresent(fs, stateFolder).clear.length === 0
  return isAbsent ? 'absent' : 'open'
}
