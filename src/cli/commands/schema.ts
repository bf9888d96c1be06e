/** `mqttopia schema`: prints the JSON Schema of specs, for editors. */

import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { packageFile } from '../../state/package-files.ts'
import type { Host } from '../host.ts'
import { verb } from '../verb.ts'

export function schemaCommand(host: Host): Command {
  const command = verb('schema', {
    description: 'print the JSON Schema of specs',
    examples: [
      [
        'mqttopia schema > topology.schema.json',
        'for editors: specs begin with "# yaml-language-server: $schema=topology.schema.json"',
      ],
    ],
  })
  return command.action(() => host.stdout(readFileSync(packageFile('schemas/topology.schema.json'), 'utf8')))
}
