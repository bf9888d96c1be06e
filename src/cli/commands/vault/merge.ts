/** `mqttopia vault merge`: where git has stopped, since two branches changed the same file of an encrypted vault. */

import { type Command, Option } from 'commander'
import { counted } from '../../../diagnostics/counted.ts'
import { Failure } from '../../../diagnostics/failure.ts'
import { mergeVault } from '../../../state/store/merge-vault.ts'
import type { Host } from '../../host.ts'
import { tell, type VaultOptions, vaultUse, vaultVerb } from './vault-verb.ts'

interface MergeOptions extends VaultOptions {
  readonly ours?: boolean
  readonly theirs?: boolean
}

export function mergeCommand(host: Host): Command {
  return vaultVerb('merge', {
    description: 'merge what two branches made of the state, where "git merge" has stopped in it',
    examples: [
      ['mqttopia vault merge', 'takes from each side what it has changed'],
      ['mqttopia vault merge --theirs', 'and of what both have changed, what the other branch has'],
    ],
  })
    .addOption(
      new Option('--ours', 'of what both have changed, take what is checked out').conflicts('theirs'),
    )
    .option('--theirs', 'of what both have changed, take what is merged into it')
    .action((options: MergeOptions) => runMerge(host, options))
}

async function runMerge(host: Host, options: MergeOptions): Promise<void> {
  const use = vaultUse(host, options)
  const prefer = options.ours === true ? 'ours' : options.theirs === true ? 'theirs' : undefined
  const { commit, theirs, conflicts, recipients } = await mergeVault(use, prefer)
  if (conflicts.length > 0) {
    for (const item of conflicts) host.stdout(`${item}\n`)
    throw new Failure(
      `both sides have changed ${counted(conflicts.length, 'item')} of the state, each in its way; say whose to take with --ours or --theirs, and what the other has of them is made anew; nothing was changed`,
    )
  }
  tell(
    host,
    options,
    `took ${counted(theirs.size, 'item')} of ${commit.slice(0, 12)} into ${use.stateFolder}, encrypted for ${counted(recipients.length, 'recipient')}`,
    `next: "git add ${use.stateFolder}", "mqttopia compile", and commit`,
  )
}
