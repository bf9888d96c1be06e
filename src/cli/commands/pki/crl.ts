/** `mqttopia pki crl`: the revocation list of an authority. */

import type { Command } from 'commander'
import { Option } from 'commander'
import { toPem } from '../../../pki/der/pem.ts'
import { currentLists } from '../../../state/life-cycle/current-lists.ts'
import { writeReport } from '../../format-file.ts'
import type { Host } from '../../host.ts'
import { noSuch, UsageError } from '../../usage-error.ts'
import type { Exit } from '../../verb.ts'
import { pkiVaultVerb } from './pki-verb.ts'
import { type RunOptions, runChange } from './run-change.ts'

interface CrlOptions extends RunOptions {
  readonly out?: string
  readonly der?: boolean
  readonly renew?: boolean
}

export function crlCommand(host: Host, exit: Exit): Command {
  const command = pkiVaultVerb('crl', {
    description: 'print the revocation list of an authority; made anew where it is due',
    examples: [
      ['mqttopia pki crl clients > clients.crl.pem', 'as brokers and web servers take it'],
      ['mqttopia pki crl clients --der --out clients.crl', 'as a CRL distribution point serves it'],
    ],
  })
  return command
    .argument('<authority>', 'whose list')
    .option('--out <file>', 'write a file instead')
    .addOption(new Option('--der', 'in DER instead of PEM'))
    .option('--renew', 'make it anew, due or not')
    .action((name: string, options: CrlOptions) => runCrl(host, exit, name, options))
}

async function runCrl(host: Host, exit: Exit, name: string, options: CrlOptions): Promise<void> {
  const { der = false, out, renew = false } = options
  if (der && out === undefined) throw new UsageError('--der needs --out: terminals and pipes get PEM')
  await runChange(
    host,
    exit,
    options,
    (topology, life) => {
      const authority = topology.authorities.find((each) => each.name === name)
      if (authority === undefined)
        throw noSuch(
          'authority',
          name,
          topology.authorities.map((each) => each.name),
        )
      return currentLists(topology, authority, renew, life)
    },
    async (lists) => {
      const [own] = lists
      if (der && own !== undefined && out !== undefined) return writeReport(host, out, own)
      const pem = lists.map((list) => toPem('X509 CRL', list)).join('')
      if (out === undefined) host.stdout(pem)
      else await writeReport(host, out, pem)
    },
  )
}
