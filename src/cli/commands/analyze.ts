/** `mqttopia analyze`: proves the policies of a spec. */

import type { Command } from 'commander'
import { checkPolicies } from '../../check/policies/check-policies.ts'
import type { Host } from '../host.ts'
import { proveVerb } from '../prove-verb.ts'
import type { Exit } from '../verb.ts'

export function analyzeCommand(host: Host, exit: Exit): Command {
  return proveVerb(host, exit, {
    name: 'analyze',
    description: 'prove the policies of a spec, for all topics and ways over bridges',
    examples: [
      ['mqttopia analyze', 'exits with 4 and a message that breaks a policy, if there is one'],
      ['mqttopia analyze -o github', 'for a pull request'],
    ],
    prove: checkPolicies,
    success: ({ policies }) =>
      `${policies.length} ${policies.length === 1 ? 'policy holds' : 'policies hold'}`,
  })
}
