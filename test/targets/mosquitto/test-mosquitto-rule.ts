/** Runs one rule of this target over small specs. */

import { type MosquittoRule, mosquittoSubject } from '../../../src/targets/mosquitto/mosquitto-subject.ts'
import { type RuleCase, testRuleOn } from '../../support/test-rule.ts'

export function testMosquittoRule(rule: MosquittoRule, cases: Readonly<Record<string, RuleCase>>): void {
  testRuleOn(rule, mosquittoSubject, cases)
}
