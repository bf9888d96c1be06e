/** Tables in JSON Lines: an object a line, without a header. */

import type { Place } from '../../diagnostics/diagnostic.ts'
import type { SourceText, Span } from '../../diagnostics/source-text.ts'
import { badJsonLine } from '../codes/table-codes.ts'
import { JsonSlip } from '../json/json-scanner.ts'
import type { Row } from '../row.ts'
import type { Parsed } from '../tree/finding.ts'
import { checkColumnName, finishTable, reportEmptyTable, reportTooManyRows } from './finish-table.ts'
import { type Extent, type JsonCell, readJsonLine } from './read-json-line.ts'
import { type KeyColumn, MAX_ROWS, makeRow, type Table } from './table.ts'
import { TableFindings } from './table-findings.ts'

/** Blank lines are skipped. Lines that are no rows are reported and left out. */
export function readJsonl(source: SourceText, key: KeyColumn | undefined): Parsed<Table> {
  const findings = new TableFindings()
  const lines = filledLines(source.text)
  const begin = { span: { source, start: 0, end: 0 } }
  const tooMany = lines[MAX_ROWS]
  if (tooMany !== undefined) {
    reportTooManyRows(findings, { span: shifted(source, tooMany, 0) })
    return { diagnostics: findings.finish() }
  }
  if (lines.length === 0) reportEmptyTable(findings, begin)
  const rows: Row[] = []
  const origins: Extent[] = []
  for (const line of lines) {
    const cells = cellsOf(source, line, findings)
    if (cells === undefined) continue
    rows.push(rowOf(cells))
    origins.push(line)
  }
  const place = (row: number, column?: string): Place => ({
    span: spanOf(source, origins[row] ?? { start: 0, end: 0 }, column),
  })
  return finishTable({ rows, at: rows.length === 0 ? begin : place(0), place }, key, findings)
}

/** Extents of the lines, without line breaks; of the first one too many, but of no more. */
function filledLines(text: string): Extent[] {
  const lines: Extent[] = []
  for (let start = text.startsWith('\ufeff') ? 1 : 0; start < text.length && lines.length <= MAX_ROWS; ) {
    const found = text.indexOf('\n', start)
    const end = found === -1 ? text.length : found
    const last = text[end - 1] === '\r' ? end - 1 : end
    if (/[^ \t\r]/.test(text.slice(start, last))) lines.push({ start, end: last })
    start = end + 1
  }
  return lines
}

function cellsOf(source: SourceText, line: Extent, findings: TableFindings): readonly JsonCell[] | undefined {
  const text = source.text.slice(line.start, line.end)
  try {
    const cells = readJsonLine(text)
    const named = cells.map(({ column, key }) =>
      checkColumnName(column, findings, () => ({ span: shifted(source, key, line.start) })),
    )
    return named.every(Boolean) ? cells : undefined
  } catch (slip) {
    if (!(slip instanceof JsonSlip)) throw slip
    const { message, hint, ...extent } = faultOf(slip, text)
    findings.report(badJsonLine, () => ({
      message,
      at: { span: shifted(source, extent, line.start) },
      ...(hint === undefined ? {} : { hint }),
    }))
    return undefined
  }
}

/** The slip in words for a line; those of the scanner are for whole specs. */
function faultOf({ start, end, message, hint }: JsonSlip, line: string) {
  if (/^(\/\/|\/\*|#)/.test(line.slice(start))) {
    return { message: 'JSON has no comments', hint: 'remove it', start, end }
  }
  if (start < line.trimEnd().length) return { message, hint, start, end }
  const object = line.indexOf('{')
  return {
    message: 'the object that begins here does not end on its line',
    hint: 'write every object on one line',
    start: object,
    end: object + 1,
  }
}

function rowOf(cells: readonly JsonCell[]): Row {
  return makeRow(
    cells.map(({ column }) => column),
    cells.map(({ text }) => text),
  )
}

/** The place of a cell is its value. */
function spanOf(source: SourceText, line: Extent, column: string | undefined): Span {
  if (column === undefined) return shifted(source, line, 0)
  const cell = readJsonLine(source.text.slice(line.start, line.end)).find((cell) => cell.column === column)
  return cell === undefined ? shifted(source, line, 0) : shifted(source, cell.value, line.start)
}

function shifted(source: SourceText, { start, end }: Extent, by: number): Span {
  return { source, start: start + by, end: end + by }
}
