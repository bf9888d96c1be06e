/** What the rules of this folder look at. */

import type { Rule } from '../diagnostics/rule.ts'
import type { TopologySubject } from '../topology/topology-subject.ts'

export interface CheckSubject extends TopologySubject {
  /** Decides what has expired. */
  readonly now: Date
}

export type CheckRule = Rule<CheckSubject>
