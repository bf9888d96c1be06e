/** What `analyze --lint` finds, by name: right, and maybe meant, so that nobody is told unasked. */

import { limitFindings } from '../topology/limit-findings.ts'
import type { CheckRule } from './check-subject.ts'
import { grantCovered } from './lint/grant-covered.ts'
import { grantWiderThanUsed } from './lint/grant-wider-than-used.ts'
import { publishUnheard } from './lint/publish-unheard.ts'
import { routeEmptiesName } from './lint/route-empties-name.ts'
import { routeIdle } from './lint/route-idle.ts'
import { subscribeUnfed } from './lint/subscribe-unfed.ts'
import { userIsolated } from './lint/user-isolated.ts'

const rules: readonly CheckRule[] = [
  grantCovered,
  grantWiderThanUsed,
  publishUnheard,
  routeEmptiesName,
  routeIdle,
  subscribeUnfed,
  userIsolated,
]

export const lintRules: readonly CheckRule[] = rules.map((rule) => ({
  ...rule,
  check: (subject) => limitFindings(rule.check(subject)),
}))
