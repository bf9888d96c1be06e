import { prose } from '../../diagnostics/prose.ts'
import { definitionPath } from '../../topology/user-label.ts'
import type { CheckRule } from '../check-subject.ts'
import { byFleet, cohortLabel } from '../cohorts.ts'
import { grantLists } from '../written-grants.ts'

export const userWithoutRights: CheckRule = {
  code: 'user-without-rights',
  severity: 'warning',
  needsWhole: true,
  summary: 'a user may neither publish nor receive anything',
  explanation: prose`
    Nothing is allowed by default. A user without \`publish\`, \`subscribe\` or a role that has them can connect, and
    its subscriptions even seem to succeed, but no message ever goes to or from it.

    Give the user rights or a role, or remove it.
  `,
  *check({ topology }) {
    for (const { grants, users } of grantLists(topology)) {
      if (grants.some(({ effect }) => effect === 'allow')) continue
      for (const cohort of byFleet(users)) {
        if (cohort.first.kind === 'bridge') continue
        yield {
          message: `${cohortLabel(cohort)} may neither publish nor receive anything`,
          at: { path: definitionPath(cohort.first), on: 'key' },
          hint: 'give them rights or a role, or remove them',
        }
      }
    }
  },
}
