/** Puts the texts of one user into a template. */

import { quoted } from '../diagnostics/quoted.ts'
import type { Row } from '../spec/row.ts'
import { emptyCell } from './codes/user-codes.ts'
import { templateSyntax } from './codes/value-codes.ts'
import type { Report } from './resolution.ts'
import type { TextTemplate } from './text-template.ts'

/** What the parts of a template stand for. */
export interface TemplateValues {
  /** Absent outside of fleets. */
  readonly row?: Row
  readonly username?: string
  readonly clientId?: string | undefined
  /** Takes what is wrong with this one user. */
  readonly report: Report
}

/** The text; `undefined` where the row or the user lacks something that the template names, which is reported. */
export function expandTemplate(
  { parts, path }: TextTemplate,
  { row, username, clientId, report }: TemplateValues,
): string | undefined {
  let text = ''
  for (const part of parts) {
    if (typeof part === 'string') {
      text += part
      continue
    }
    const value = 'column' in part ? row?.[part.column] : part.variable === 'username' ? username : clientId
    if (value === undefined) {
      if ('column' in part)
        report(emptyCell, { message: `this row has no ${quoted(part.column)}`, at: { path } })
      else report(templateSyntax, { message: `this user has no ${part.variable}`, at: { path } })
      return undefined
    }
    text += value
  }
  return text
}
