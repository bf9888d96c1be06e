/** `mqttopia pki`: the life of certificates after they were issued. */

import type { Command } from 'commander'
import type { Host } from '../../host.ts'
import { type Exit, verb } from '../../verb.ts'
import { statusCommand } from './status.ts'

export function pkiCommand(host: Host, exit: Exit): Command {
  const command = verb('pki', {
    description: 'certificates after they were issued: status, renewal, revocation',
    examples: [['mqttopia pki status', 'what there is, and when it ends']],
  })
  command.enablePositionalOptions() // what stands behind the name of a verb is that one's
  for (const each of [statusCommand(host, exit)]) command.addCommand(each)
  return command
}
