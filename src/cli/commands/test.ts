/** `mqttopia test`: runs the tests of a spec on the model. */

import type { Command } from 'commander'
import { runTests } from '../../check/policies/run-tests.ts'
import { counted } from '../../topology/user-label.ts'
import type { Host } from '../host.ts'
import { proveVerb } from '../prove-verb.ts'
import type { Exit } from '../verb.ts'

export function testCommand(host: Host, exit: Exit): Command {
  return proveVerb(host, exit, {
    name: 'test',
    description: 'run the tests of a spec: messages, and who receives them',
    examples: [['mqttopia test', 'exits with 4 when a message goes elsewhere than a test says']],
    prove: ({ topology }) => runTests(topology),
    success: ({ tests }) => `${counted(tests.length, 'test')} passed`,
  })
}
