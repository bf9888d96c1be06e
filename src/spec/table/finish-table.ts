/** What all tables have in common once their rows are read: a key that tells rows apart, and limits. */

import type { Place } from '../../diagnostics/diagnostic.ts'
import { didYouMean } from '../../diagnostics/did-you-mean.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import { areDistinct } from '../../files/distinct.ts'
import {
  badColumn,
  duplicateRow,
  emptyRowKey,
  emptyTable,
  tooManyRows,
  unknownKeyColumn,
} from '../codes/table-codes.ts'
import type { Row } from '../row.ts'
import { alternatives } from '../tree/alternatives.ts'
import type { Parsed } from '../tree/finding.ts'
import { type KeyColumn, MAX_ROWS, type Table } from './table.ts'
import type { TableFindings } from './table-findings.ts'

/** Rows as read, with places. */
export interface DraftTable {
  readonly rows: readonly Row[]
  /** Where the whole table is spoken of: its header or list. */
  readonly at: Place
  readonly place: (row: number, column?: string) => Place
  /** All columns, where the table has a header; else those of the rows are taken. */
  readonly columns?: readonly string[]
}

const MAX_COLUMNS_SHOWN = 8

/** Rows without a key of their own are reported and left out. */
export function finishTable(
  draft: DraftTable,
  key: KeyColumn | undefined,
  findings: TableFindings,
): Parsed<Table> {
  const { rows, place } = draft
  if (rows.length > MAX_ROWS) {
    reportTooManyRows(findings, place(MAX_ROWS))
    return { diagnostics: findings.finish() }
  }
  const kept = key === undefined ? undefined : keptRows(draft, key, findings)
  const locate: Table['locate'] = (row, column) => {
    const origin = kept === undefined ? row : kept[row]
    if (origin === undefined || rows[origin] === undefined) return undefined
    const at = place(origin, column)
    return 'span' in at ? at.span : undefined
  }
  const tree = { rows: kept === undefined ? rows : pick(rows, kept), locate }
  return { tree, diagnostics: findings.finish() }
}

function pick(rows: readonly Row[], wanted: readonly number[]): readonly Row[] {
  if (wanted.length === rows.length) return rows
  const set = new Set(wanted)
  return rows.filter((_, i) => set.has(i))
}

export function reportTooManyRows(findings: TableFindings, at: Place): void {
  findings.report(tooManyRows, () => ({
    message: `the table has more than ${MAX_ROWS} rows`,
    at,
    hint: 'split the fleet',
  }))
}

export function reportEmptyTable(findings: TableFindings, at: Place): void {
  findings.report(emptyTable, () => ({ message: 'the table has no rows', at, hint: 'add the devices' }))
}

/** True when the name can stand in `${each.NAME}`; else says why not. */
export function checkColumnName(name: string, findings: TableFindings, place: () => Place): boolean {
  if (name !== '' && name === name.trim()) return true
  findings.report(badColumn, () =>
    name.trim() === ''
      ? { message: 'a column has no name', at: place(), hint: 'name it, or remove it' }
      : {
          message: `the column ${quoted(name)} has space around its name`,
          at: place(),
          hint: `write ${quoted(name.trim())}`,
        },
  )
  return false
}

/** The numbers of the rows that have a key of their own; `undefined` for all. */
function keptRows(draft: DraftTable, key: KeyColumn, findings: TableFindings): number[] | undefined {
  const { rows } = draft
  if (isUnknown(key.name, draft)) {
    if (rows.length > 0 || draft.columns !== undefined) reportUnknownKey(draft, key, findings)
    return undefined
  }
  const keys = rows.map((row) => row[key.name] ?? '')
  if (areDistinct(keys) && !keys.includes('')) return undefined
  const seen = new Map<string, number>()
  const kept: number[] = []
  for (const [i, text] of keys.entries()) {
    const first = seen.get(text)
    if (text === '') reportEmptyKey(draft, key, i, findings)
    else if (first !== undefined) reportDuplicate(draft, key, [first, i], findings)
    else {
      seen.set(text, i)
      kept.push(i)
    }
  }
  return kept
}

function isUnknown(name: string, { rows, columns }: DraftTable): boolean {
  return columns === undefined ? !rows.some((row) => row[name] !== undefined) : !columns.includes(name)
}

function reportEmptyKey({ place }: DraftTable, { name }: KeyColumn, row: number, findings: TableFindings) {
  findings.report(emptyRowKey, () => ({
    message: `this row has no ${quoted(name)}`,
    at: place(row),
    hint: 'add it',
  }))
}

function reportDuplicate(
  { rows, place }: DraftTable,
  { name }: KeyColumn,
  [first, second]: readonly [number, number],
  findings: TableFindings,
): void {
  findings.report(duplicateRow, () => ({
    message: `two rows have the ${quoted(name)} ${quoted(rows[second]?.[name] ?? '')}`,
    at: place(second, name),
    related: [{ at: place(first, name), message: 'the other one is here' }],
    hint: 'remove one of them, or give it a text of its own',
  }))
}

function reportUnknownKey(draft: DraftTable, { name, at }: KeyColumn, findings: TableFindings): void {
  const columns = draft.columns ?? [...new Set(draft.rows.flatMap((row) => Object.keys(row)))]
  const meant = didYouMean(name, columns)
  const shown = columns.slice(0, MAX_COLUMNS_SHOWN).map(quoted)
  const rest = columns.length - shown.length
  const list = alternatives(rest > 0 ? [...shown, `${rest} more`] : shown, 'and')
  findings.report(unknownKeyColumn, () => ({
    message: `the table has no column ${quoted(name)}`,
    at,
    related: [{ at: draft.at, message: 'the table is here' }],
    hint: meant === undefined ? `its columns are ${list}` : `did you mean ${quoted(meant)}?`,
  }))
}
