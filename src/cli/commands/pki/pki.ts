/** `mqttopia pki`: the life of certificates after they were issued. */

import type { Command } from 'commander'
import type { Host } from '../../host.ts'
import { type Exit, verb } from '../../verb.ts'
import { crlCommand } from './crl.ts'
import { renewCommand, rotateCommand } from './renew.ts'
import { revokeCommand, unrevokeCommand } from './revoke.ts'
import { rotationCommand } from './rotation.ts'
import { statusCommand } from './status.ts'

export function pkiCommand(host: Host, exit: Exit): Command {
  const command = verb('pki', {
    description: 'certificates after they were issued: status, renewal, revocation',
    examples: [
      ['mqttopia pki status', 'what there is, and when it ends'],
      ['mqttopia pki revoke user:alice', 'her certificate no longer lets in'],
    ],
  })
  command.enablePositionalOptions() // what stands behind the name of a verb is that one's
  const commands = [
    statusCommand,
    renewCommand,
    rotateCommand,
    rotationCommand,
    revokeCommand,
    unrevokeCommand,
    crlCommand,
  ]
  for (const each of commands) command.addCommand(each(host, exit))
  return command
}
