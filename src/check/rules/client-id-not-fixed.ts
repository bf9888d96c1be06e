import { prose } from '../../diagnostics/prose.ts'
import { definitionPath } from '../../topology/user-label.ts'
import type { CheckRule } from '../check-subject.ts'
import { byFleet, cohortLabel } from '../cohorts.ts'
import { grantsWithVariable } from '../variable-use.ts'

export const clientIdNotFixed: CheckRule = {
  code: 'client-id-not-fixed',
  severity: 'warning',
  summary: 'a grant with `${clientId}` does not keep a user to its own topics',
  explanation: prose`
    A client chooses its identifier itself. Unless the spec fixes it with \`clientId\`, whoever has the user's
    credentials reaches the topics of every identifier, one after the other: \`\${clientId}\` then protects no more than
    \`+\` does.

    Use \`\${username}\`, which the broker checks, or fix the identifier with \`clientId\`.
  `,
  *check({ topology }) {
    for (const { grant, users } of grantsWithVariable(topology.users, 'clientId', ['allow'])) {
      for (const cohort of byFleet(users.filter(({ clientId }) => clientId === undefined))) {
        yield {
          message: `"\${clientId}" in a grant keeps nothing from ${cohortLabel(cohort)}, without a fixed client identifier`,
          at: { path: grant.path },
          related: [
            {
              at: { path: definitionPath(cohort.first), on: 'key' },
              message: 'the client identifier is left open here',
            },
          ],
          hint: 'use "${username}", or set "clientId"',
        }
      }
    }
  },
}
