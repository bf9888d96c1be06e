import { prose } from '../../diagnostics/prose.ts'
import { definitionPath } from '../../topology/user-label.ts'
import type { CheckRule } from '../check-subject.ts'
import { byFleet, cohortLabel } from '../cohorts.ts'
import { grantUses } from '../grant-use.ts'

export const userIsolated: CheckRule = {
  code: 'user-isolated',
  severity: 'warning',
  summary: 'a user has rights, and can reach nobody and be reached by nobody',
  explanation: prose`
    Nobody may receive what this user may publish, and nobody may publish what it may receive, on its brokers and over
    bridges. It can connect, and that is all. Often it is on another broker than its partners, or its topics have another
    prefix.

    Compare its topics with those of its partners, add a route to a bridge, or remove the user.
  `,
  *check({ topology }) {
    const { model, isIdle } = grantUses(topology)
    for (const party of model.parties) {
      const [{ kind, grants }] = party.users
      if (kind === 'bridge' || !grants.some(({ effect }) => effect === 'allow') || !isIdle(party)) continue
      for (const cohort of byFleet(party.users)) {
        yield {
          message: `${cohortLabel(cohort)} can reach nobody and be reached by nobody`,
          at: { path: definitionPath(cohort.first), on: 'key' },
          hint: 'compare the topics with those of the others, or remove the user',
        }
      }
    }
  },
}
