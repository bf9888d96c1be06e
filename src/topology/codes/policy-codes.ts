/** Codes about policies and tests. */

import { prose } from '../../diagnostics/prose.ts'
import type { CodeDescription } from '../../diagnostics/rule.ts'

export const policyWithoutRule: CodeDescription = {
  code: 'policy-without-rule',
  severity: 'error',
  summary: 'a policy neither forbids nor requires, or does both',
  explanation: prose`
    A policy is one statement: \`forbid\` says which messages, circles of bridges or listeners must not be, \`require\` who
    must be able to send to whom.

    Add the one that is meant, or make two policies.`,
}

export const testBroker: CodeDescription = {
  code: 'test-broker',
  severity: 'error',
  summary: 'a test does not say on which broker its user publishes',
  explanation: prose`
    The same topic may mean something else on another broker. Where a user connects to several, \`publish.at\` of the test
    names the one that the message is published on; it must be one that the user connects to.`,
}

export const policyCodes: readonly CodeDescription[] = [policyWithoutRule, testBroker]
