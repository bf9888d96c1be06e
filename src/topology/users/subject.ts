/** One user in the making, and what makes the parts of users. */

import type { Row } from '../../spec/row.ts'
import type { TemplateValues } from '../expand-template.ts'
import type { Report } from '../resolution.ts'
import { isLiteral, type TextTemplate } from '../text-template.ts'

export interface Subject extends TemplateValues {
  readonly username: string
  readonly clientId: string | undefined
  readonly row?: Row
  readonly report: Report
}

/** Makes a part of a user; `undefined` where it cannot be made, which is reported. */
export type Maker<T> = (subject: Subject) => T | undefined

/**
 * `make`, or where nothing of the user enters any of the templates, a maker of one value for all; `undefined` where
 * that cannot be made, so that it is reported once and not for each row.
 */
export function sharing<T>(
  templates: readonly TextTemplate[],
  make: Maker<T>,
  report: Report,
): Maker<T> | undefined {
  if (!templates.every(isLiteral)) return make
  const value = make({ username: '', clientId: undefined, report })
  return value === undefined ? undefined : () => value
}
