import { prose } from '../../diagnostics/prose.ts'
import { definitionPath } from '../../topology/user-label.ts'
import type { CheckRule } from '../check-subject.ts'
import { byFleet, cohortLabel } from '../cohorts.ts'
import { grantsWithVariable } from '../variable-use.ts'
import { grantLabel } from '../written-grants.ts'

export const clientIdInDeny: CheckRule = {
  code: 'client-id-in-deny',
  severity: 'error',
  summary: 'a deny with `${clientId}` can be got round by choosing another client identifier',
  explanation: prose`
    A client chooses its identifier itself, unless the spec fixes it with \`clientId\`. A deny with \`\${clientId}\` takes
    the topics of just that identifier away, so the client connects under another one and has them.

    Fix the identifier with \`clientId\`, use \`\${username}\`, or deny the topics of all identifiers with \`+\`.
  `,
  *check({ topology }) {
    for (const { grant, users } of grantsWithVariable(topology.users, 'clientId', ['deny'])) {
      for (const cohort of byFleet(users.filter(({ clientId }) => clientId === undefined))) {
        yield {
          message: `the ${grantLabel(grant)} does not bind ${cohortLabel(cohort)}, which may choose any client identifier`,
          at: { path: grant.path },
          related: [
            {
              at: { path: definitionPath(cohort.first), on: 'key' },
              message: 'the client identifier is left open here',
            },
          ],
          hint: 'set "clientId", or use "${username}" or "+" instead',
        }
      }
    }
  },
}
