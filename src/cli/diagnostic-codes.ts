/** Every code that a diagnostic may have, with its documentation. */

import { configCodes } from '../broker/config/codes.ts'
import { configRules } from '../broker/config/rules.ts'
import { securityCodes } from '../broker/security/codes.ts'
import { bundleRules } from '../bundles/rules.ts'
import { lintRules } from '../check/lint-rules.ts'
import { policyViolated } from '../check/policies/check-policies.ts'
import { newAccessGained } from '../check/policies/new-access.ts'
import { testFailed } from '../check/policies/run-tests.ts'
import { checkRules } from '../check/rules.ts'
import type { CodeDescription } from '../diagnostics/rule.ts'
import { aclCodes } from '../mosquitto-files/acl/codes.ts'
import { confCodes } from '../mosquitto-files/conf/codes.ts'
import { passwordCodes } from '../mosquitto-files/password/codes.ts'
import { pskCodes } from '../mosquitto-files/psk/codes.ts'
import { specCodes } from '../spec/codes.ts'
import { stateCodes } from '../state/codes.ts'
import { mosquittoRules } from '../targets/mosquitto/mosquitto-rules.ts'
import { topologyCodes } from '../topology/codes.ts'

/** Which part of the work finds it. */
export interface CodeGroup {
  readonly title: string
  readonly codes: readonly CodeDescription[]
}

export const codeGroups: readonly CodeGroup[] = [
  { title: 'Reading the spec', codes: specCodes },
  { title: 'Names, references and values', codes: topologyCodes },
  { title: 'Checks of the topology', codes: checkRules },
  { title: 'Policies and tests', codes: [policyViolated, newAccessGained, testFailed] },
  { title: 'Lint, with `analyze --lint`', codes: lintRules },
  { title: 'What Mosquitto cannot do', codes: mosquittoRules },
  { title: 'Client bundles', codes: bundleRules },
  { title: 'Secrets and certificates', codes: stateCodes },
  { title: 'Text of mosquitto.conf', codes: confCodes },
  { title: 'Options of the broker', codes: configCodes },
  { title: 'Traps of mosquitto.conf', codes: configRules },
  { title: 'Files of the broker', codes: [...securityCodes, ...aclCodes, ...passwordCodes, ...pskCodes] },
]

export const diagnosticCodes: readonly CodeDescription[] = codeGroups
  .flatMap(({ codes }) => codes)
  .sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0))
