/** What all verbs below `mqttopia vault` have in common: where the vault is, and who opens it. */

import type { Command } from 'commander'
import type { VaultUse } from '../../../state/store/change-vault.ts'
import { globalOptions, type ParsedGlobalOptions } from '../../global-options.ts'
import type { Host } from '../../host.ts'
import { hostIdentities, type IdentityOptions, identityOption } from '../../identity-option.ts'
import { stateFolder, stateOption } from '../../own-folders.ts'
import { type VerbHelp, verb, withGlobalOptions } from '../../verb.ts'

export interface VaultOptions extends ParsedGlobalOptions, IdentityOptions {
  readonly env?: string
  readonly state?: string
}

export function vaultVerb(name: string, help: VerbHelp): Command {
  const command = verb(name, help)
    .option('-e, --env <name>', "the vault of this environment's own state folder")
    .option(...stateOption)
    .option(...identityOption)
  return withGlobalOptions(command)
}

/** The state folder is looked for here, where specs are too. */
export function vaultUse(host: Host, options: VaultOptions): VaultUse {
  const path = stateFolder(host, host.cwd, options)
  return { stateFolder: path, findIdentities: hostIdentities(host, path, options) }
}

/** Tells people what was done. */
export function tell(host: Host, options: VaultOptions, ...lines: readonly string[]): void {
  if (!globalOptions(host, options).quiet) host.stderr(lines.map((line) => `${line}\n`).join(''))
}
