/** The traps of mosquitto.conf(5), in the order in which they are looked for. */

import type { ConfigRule } from './config-rule.ts'

export const configRules: readonly ConfigRule[] = []
