/** What rules about a configuration look at. */

import type { Rule } from '../../diagnostics/rule.ts'
import type { BrokerConfig } from './broker-config.ts'
import type { Scopes } from './scopes.ts'

export interface ConfigSubject {
  readonly scopes: Scopes
  /** Its listeners are those of `scopes`, in the same order, but for a broker that is local only. */
  readonly config: BrokerConfig
}

export type ConfigRule = Rule<ConfigSubject>
