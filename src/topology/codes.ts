/** All codes that resolving a topology can report. */

import type { CodeDescription } from '../diagnostics/rule.ts'
import { brokerCodes } from './codes/broker-codes.ts'
import { pkiCodes } from './codes/pki-codes.ts'
import { policyCodes } from './codes/policy-codes.ts'
import { referenceCodes } from './codes/reference-codes.ts'
import { userCodes } from './codes/user-codes.ts'
import { valueCodes } from './codes/value-codes.ts'

export const topologyCodes: readonly CodeDescription[] = [
  ...referenceCodes,
  ...valueCodes,
  ...pkiCodes,
  ...brokerCodes,
  ...userCodes,
  ...policyCodes,
]
