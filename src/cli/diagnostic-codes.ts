/** Every code that a diagnostic may have, with its documentation. */

import { bundleRules } from '../bundles/rules.ts'
import { checkRules } from '../check/rules.ts'
import type { CodeDescription } from '../diagnostics/rule.ts'
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
  { title: 'What Mosquitto cannot do', codes: mosquittoRules },
  { title: 'Client bundles', codes: bundleRules },
  { title: 'Secrets and certificates', codes: stateCodes },
]

export const diagnosticCodes: readonly CodeDescription[] = codeGroups
  .flatMap(({ codes }) => codes)
  .sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0))
