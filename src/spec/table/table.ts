/** What every source of a fleet's rows becomes. */

import type { Place } from '../../diagnostics/diagnostic.ts'
import type { Span } from '../../diagnostics/source-text.ts'
import type { Row } from '../row.ts'

export interface Table {
  readonly rows: readonly Row[]
  /** Where a row, or one of its cells, is written; `undefined` for rows without text of their own. Found when asked. */
  readonly locate: (row: number, column?: string) => Span | undefined
}

/** The column that tells rows apart, and where the spec names it. */
export interface KeyColumn {
  readonly name: string
  readonly at: Place
}

/** More rows are a finding: the model holds a user for each. */
export const MAX_ROWS = 1_000_000

/**
 * A row of cells by their columns. Takes away the prototype first: objects made by `Object.create(null)` need
 * twice the memory, and in one without prototype `__proto__` is a column like others.
 */
export function makeRow(columns: readonly string[], cells: readonly string[]): Row {
  const row: Record<string, string> = Object.setPrototypeOf({}, null)
  for (let i = 0; i < columns.length; i++) row[columns[i] as string] = cells[i] ?? ''
  return row
}
