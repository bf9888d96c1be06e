/** What the rules of this folder look at. */

import type { Rule } from '../diagnostics/rule.ts'
import type { Topology } from '../topology/topology.ts'

export interface CheckSubject {
  readonly topology: Topology
  /** Decides what has expired. */
  readonly now: Date
}

export type CheckRule = Rule<CheckSubject>
