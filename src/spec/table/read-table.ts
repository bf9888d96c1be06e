/** Reads fleets' tables. */
import { parse } from 'csv-parse/sync'
import type { Place } from '../../diagnostics/diagnostic.ts'
import type { SourceText, Span } from '../../diagnostics/source-text.ts'
import { badCsv, badJsonLine, badRange, duplicateRow, emptyTable, fieldCount, missingHeader } from '../codes/table-codes.ts'
import type { Row } from '../row.ts'
import { type Parsed, reporter } from '../tree/finding.ts'
import { type ListNode, writtenText } from '../tree/node.ts'

export interface Table {
  readonly rows: readonly Row[]
  readonly locate: (row: number, column?: string) => Span | undefined
}

export function readCsv(source: SourceText, _key: string | undefined): Parsed<Table> {
  const { diagnostics, report } = reporter()
  const whole = { span: { source, start: 0, end: 0 } }
  try {
    const [header, ...lines] = parse(source.text, { bom: true, relax_column_count: true, skip_empty_lines: true, info: true }) as unknown as { record: string[]; info: { lines: number } }[]
    if (header === undefined) {
      report(missingHeader, { message: 'the table is empty', at: whole, hint: 'name the columns in the first line' })
      return { diagnostics }
    }
    const rows = lines.map(({ record }) => row(header.record.map((name, i) => [name, record[i] ?? ''])))
    return { tree: { rows, locate: (i) => lineSpan(source, lines[i]?.info.lines ?? 1) }, diagnostics }
  } catch (error) {
    report(badCsv, { message: `the table is not well-formed CSV: ${error instanceof Error ? error.message.split('\n')[0] : ''}`, at: whole, hint: 'mend the table' })
    return { diagnostics }
  }
}
function row(cells: readonly (readonly [string, string])[]): Row {
  return Object.assign(Object.create(null), Object.fromEntries(cells)) as Row
}
function lineSpan(source: SourceText, line: number): Span {
  let start = 0
  for (let i = 1; i < line; i++) start = source.text.indexOf('\n', start) + 1
  const end = source.text.indexOf('\n', start)
  return { source, start, end: end < 0 ? source.text.length : end }
}
export function readJsonl(source: SourceText, _key: string | undefined): Parsed<Table> {
  const { diagnostics, report } = reporter()
  const rows: Row[] = []
  for (const line of source.text.split('\n').filter((text) => text.trim() !== '')) {
    try {
      rows.push(row(Object.entries(JSON.parse(line)).map(([k, v]) => [k, String(v)] as const)))
    } catch {
      report(badJsonLine, { message: 'a line is no JSON', at: { span: { source, start: 0, end: 0 } } })
    }
  }
  return { tree: { rows, locate: () => undefined }, diagnostics }
}
export function tableOfItems({ items }: ListNode, _key: string | undefined): Parsed<Table> {
  const rows = items.map((item) => row(item.kind === 'map' ? [...item.entries].map(([k, { node }]) => [k, node.kind === 'scalar' ? (typeof node.value === 'string' ? node.value : writtenText(node)) : ''] as const) : []))
  return { tree: { rows, locate: (i, c) => { const item = items[i]; return item?.kind === 'map' && c !== undefined ? item.entries.get(c)?.node.span : item?.span } }, diagnostics: [] }
}
export function tableOfRange({ from, to, width = 0 }: { readonly from: number; readonly to: number; readonly width?: number }, at: Place): Parsed<Table> {
  const { diagnostics, report } = reporter()
  if (to < from || to - from > 1_000_000) {
    report(badRange, { message: 'the range ends before it begins', at })
    return { diagnostics }
  }
  const rows = Array.from({ length: to - from + 1 }, (_, i) => row([['n', String(from + i).padStart(width, '0')]]))
  return { tree: { rows, locate: () => undefined }, diagnostics }
}
