/** Numbered rows. */

import type { Place } from '../../diagnostics/diagnostic.ts'
import { badRange } from '../codes/table-codes.ts'
import type { Parsed } from '../tree/finding.ts'
import { type DraftTable, finishTable, reportTooManyRows } from './finish-table.ts'
import { type KeyColumn, MAX_ROWS, makeRow, type Table } from './table.ts'
import { TableFindings } from './table-findings.ts'

export interface NumberRange {
  readonly from: number
  /** The last number. */
  readonly to: number
  /** Numbers are filled up with zeros to this many digits. */
  readonly width?: number
}

const COLUMNS = ['n']

/**
 * One column, `n`. `at` is the place of the range. That a number is missing is a finding of the spec's shape, so
 * there is just no table then.
 */
export function tableOfRange(range: NumberRange, key: KeyColumn | undefined, at: Place): Parsed<Table> {
  const findings = new TableFindings()
  const count = range.to - range.from + 1
  if (Number.isNaN(count)) return { diagnostics: [] }
  if (count < 1) {
    findings.report(badRange, () => ({
      message: `the range ends at ${range.to}, before it begins at ${range.from}`,
      at,
      hint: 'let "from" be the first number and "to" the last',
    }))
  } else if (count > MAX_ROWS) reportTooManyRows(findings, at)
  if (count < 1 || count > MAX_ROWS) return { diagnostics: findings.finish() }
  const { tree, diagnostics } = finishTable(
    { rows: rowsOf(range, count), columns: COLUMNS, at, place: () => at },
    key,
    findings,
  )
  return tree === undefined ? { diagnostics } : { tree: { ...tree, locate: () => undefined }, diagnostics }
}

function rowsOf({ from, width = 0 }: NumberRange, count: number): DraftTable['rows'] {
  return Array.from({ length: count }, (_, i) => makeRow(COLUMNS, [String(from + i).padStart(width, '0')]))
}
