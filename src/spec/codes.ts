import type { CodeDescription } from '../diagnostics/rule.ts'
import { fileCodes } from './codes/file-codes.ts'
import { shapeCodes } from './codes/shape-codes.ts'
import { syntaxCodes } from './codes/syntax-codes.ts'
import { tableCodes } from './codes/table-codes.ts'

/** Every code that loading a spec can report. */
export const specCodes: readonly CodeDescription[] = [
  ...syntaxCodes,
  ...shapeCodes,
  ...fileCodes,
  ...tableCodes,
]
