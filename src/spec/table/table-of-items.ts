/** Rows written in the spec. */

import type { Place } from '../../diagnostics/diagnostic.ts'
import type { Row } from '../row.ts'
import type { Parsed } from '../tree/finding.ts'
import { type Entry, type ListNode, type Node, writtenText } from '../tree/node.ts'
import { checkColumnName, finishTable, reportEmptyTable } from './finish-table.ts'
import { type KeyColumn, makeRow, type Table } from './table.ts'
import { TableFindings } from './table-findings.ts'

/**
 * The list's shape has been checked. Numbers and truth values become the text that stands in the spec, so that
 * `0001` keeps its zeros. `at` is the place of the list.
 */
export function tableOfItems(list: ListNode, key: KeyColumn | undefined, at: Place): Parsed<Table> {
  const findings = new TableFindings()
  if (list.items.length === 0) reportEmptyTable(findings, at)
  const place = (row: number, column?: string): Place => placeOfItem(list, at, row, column)
  const rows = list.items.map((item, i) => rowOf(item, i, { at, findings }))
  return finishTable({ rows, at, place }, key, findings)
}

interface Context {
  readonly at: Place
  readonly findings: TableFindings
}

function rowOf(item: Node, row: number, { at, findings }: Context): Row {
  const columns: string[] = []
  const cells: string[] = []
  for (const [column, entry] of item.kind === 'map' ? item.entries : []) {
    checkColumnName(column, findings, () => placeOfKey(entry, below(at, row, column)))
    const text = cellText(entry.node)
    if (text === undefined) continue
    columns.push(column)
    cells.push(text)
  }
  return makeRow(columns, cells)
}

function cellText(node: Node): string | undefined {
  if (node.kind !== 'scalar' || node.value === null) return undefined
  return typeof node.value === 'string' ? node.value : writtenText(node)
}

function placeOfItem({ items }: ListNode, at: Place, row: number, column?: string): Place {
  const item = items[row]
  const entry = column === undefined || item?.kind !== 'map' ? undefined : item.entries.get(column)
  const span = (entry?.node ?? item)?.span
  return span === undefined ? below(at, row, entry === undefined ? undefined : column) : { span }
}

function placeOfKey({ keySpan }: Entry, fallback: Place): Place {
  if (keySpan !== undefined) return { span: keySpan }
  return 'path' in fallback ? { path: fallback.path, on: 'key' } : fallback
}

/** For specs without text. */
function below(at: Place, row: number, column?: string): Place {
  if ('span' in at) return at
  return { path: [...at.path, row, ...(column === undefined ? [] : [column])] }
}
