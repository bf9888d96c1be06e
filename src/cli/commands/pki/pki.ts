/** `mqttopia pki`: the life of certificates after they were issued. */

import type { Command } from 'commander'
import type { Host } from '../../host.ts'
import { type Exit, verb } from '../../verb.ts'
import { crlCommand } from './crl.ts'
import { csrCommand } from './csr.ts'
import { exportCommand } from './export.ts'
import { importCommand } from './import.ts'
import { renewCommand, rotateCommand } from './renew.ts'
import { revokeCommand, unrevokeCommand } from './revoke.ts'
import { rotationCommand } from './rotation.ts'
import { signCommand } from './sign.ts'
import { statusCommand } from './status.ts'

export function pkiCommand(host: Host, exit: Exit): Command {
  const command = verb('pki', {
    description: 'the life of certificates: status, renewal, revocation; requests in and out',
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
    csrCommand,
    importCommand,
    exportCommand,
    signCommand,
  ]
  for (const each of commands) command.addCommand(each(host, exit))
  return command
}
