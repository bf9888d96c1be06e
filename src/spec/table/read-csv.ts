/** Tables in CSV (RFC 4180): UTF-8, a header line, lines that end with LF or CRLF. */

import { CsvError, parse } from 'csv-parse/sync'
import { quoted } from '../../diagnostics/quoted.ts'
import type { SourceText, Span } from '../../diagnostics/source-text.ts'
import { badCsv, duplicateColumn, fieldCount, missingHeader } from '../codes/table-codes.ts'
import type { Row } from '../row.ts'
import type { Parsed } from '../tree/finding.ts'
import { type CsvFault, firstFault, recordFields, recordStarts } from './csv-fields.ts'
import { checkColumnName, finishTable, reportEmptyTable } from './finish-table.ts'
import { type KeyColumn, MAX_ROWS, makeRow, type Table } from './table.ts'
import { TableFindings } from './table-findings.ts'

const HEADER_AND_ONE_TOO_MANY = 2

/** Blank lines are skipped; space in cells is kept. Rows with too many or too few fields are reported and left out. */
export function readCsv(source: SourceText, key: KeyColumn | undefined): Parsed<Table> {
  const findings = new TableFindings()
  const records = parseRecords(source, findings)
  if (records === undefined) return { diagnostics: findings.finish() }
  const places = new CsvPlaces(source)
  const columns = records.next().value
  if (columns === undefined) {
    const at = { span: { source, start: 0, end: 0 } }
    const hint = 'name the columns in the first line, with commas between them'
    findings.report(missingHeader, () => ({ message: 'the table is empty', at, hint }))
  }
  if (columns === undefined || !checkHeader(columns, places, findings)) {
    return { diagnostics: findings.finish() }
  }
  const rows: Row[] = []
  const origins: number[] = []
  let count = 0
  for (const cells of records) {
    count += 1
    if (cells.length !== columns.length) {
      reportFieldCount(cells.length, columns.length, () => places.misfit(count, columns.length), findings)
      continue
    }
    rows.push(makeRow(columns, cells))
    origins.push(count)
  }
  if (count === 0) reportEmptyTable(findings, { span: places.record(0) })
  const place = (row: number, column?: string) => {
    const record = origins[row] ?? 0
    const field = column === undefined ? -1 : columns.indexOf(column)
    return { span: field === -1 ? places.record(record) : places.field(record, field) }
  }
  return finishTable({ rows, columns, at: { span: places.record(0) }, place }, key, findings)
}

/** The fields of all lines; `undefined` when the text is not well-formed, which is reported. */
function parseRecords(source: SourceText, findings: TableFindings): Records | undefined {
  const { text } = source
  const fault = nulFault(text) ?? (/\r(?!\n)/.test(text) ? firstFault(text) : undefined)
  if (fault !== undefined) return reportFault(source, fault, findings)
  if (!text.includes('"')) return plainRecords(text)
  try {
    const records: string[][] = parse(text, {
      bom: true,
      record_delimiter: ['\r\n', '\n'],
      relax_column_count: true,
      skip_empty_lines: true,
      to: MAX_ROWS + HEADER_AND_ONE_TOO_MANY,
    })
    return records.values()
  } catch (error) {
    const slip = error instanceof CsvError ? firstFault(text) : undefined
    if (slip === undefined) throw error
    return reportFault(source, slip, findings)
  }
}

type Records = IterableIterator<readonly string[], undefined>

/** Those of a text without quotes, as most tables are; none is held. */
function* plainRecords(text: string): Generator<readonly string[], undefined> {
  const lines = text.slice(text.startsWith('\ufeff') ? 1 : 0).split(text.includes('\r') ? /\r?\n/ : '\n')
  let count = 0
  for (const line of lines) {
    if (line === '') continue
    yield line.split(',')
    if (++count === MAX_ROWS + HEADER_AND_ONE_TOO_MANY) return
  }
}

function reportFault(source: SourceText, { message, hint, start, end }: CsvFault, findings: TableFindings) {
  findings.report(badCsv, () => ({ message, at: { span: { source, start, end } }, hint }))
  return undefined
}

function nulFault(text: string): CsvFault | undefined {
  const start = text.indexOf('\0')
  if (start === -1) return undefined
  return { message: 'the table has a NUL character', hint: 'remove it', start, end: start + 1 }
}

function checkHeader(columns: readonly string[], places: CsvPlaces, findings: TableFindings): boolean {
  const separator = columns.length === 1 ? /[;\t]/.exec(columns[0] ?? '')?.[0] : undefined
  if (separator !== undefined) {
    findings.report(badCsv, () => ({
      message: `the columns are separated by ${separator === ';' ? 'semicolons' : 'tabs'}`,
      at: { span: places.record(0) },
      hint: 'separate fields by commas',
    }))
    return false
  }
  const names = columns.map((name, i) =>
    checkColumnName(name, findings, () => ({ span: places.field(0, i) })),
  )
  const isUnique = checkUnique(columns, places, findings)
  return names.every(Boolean) && isUnique
}

function checkUnique(columns: readonly string[], places: CsvPlaces, findings: TableFindings): boolean {
  const seen = new Map<string, number>()
  let isUnique = true
  for (const [i, name] of columns.entries()) {
    const first = seen.get(name)
    if (first === undefined || name.trim() === '') {
      seen.set(name, i)
      continue
    }
    isUnique = false
    findings.report(duplicateColumn, () => ({
      message: `two columns have the name ${quoted(name)}`,
      at: { span: places.field(0, i) },
      related: [{ at: { span: places.field(0, first) }, message: 'the other one is here' }],
      hint: 'rename one of them',
    }))
  }
  return isUnique
}

function reportFieldCount(fields: number, columns: number, span: () => Span, findings: TableFindings): void {
  findings.report(fieldCount, () => ({
    message: `this row has ${amount(fields, 'field')}, and the table has ${amount(columns, 'column')}`,
    at: { span: span() },
    hint:
      fields > columns
        ? 'put a field with a comma in it into quotes, or remove what is too much'
        : 'add what is missing; a field without text still needs its comma',
  }))
}

function amount(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`
}

/** Spans of records, counted from the header on, and of their fields. Reads the text again, as far as is asked. */
class CsvPlaces {
  readonly #source: SourceText
  readonly #unread: Iterator<number, void>
  readonly #starts: number[] = []

  constructor(source: SourceText) {
    this.#source = source
    this.#unread = recordStarts(source.text)
  }

  record(record: number): Span {
    return this.#spanOf(record, 0, -1)
  }

  field(record: number, field: number): Span {
    return this.#spanOf(record, field, field)
  }

  /** The fields too many, or the whole row when some are missing. */
  misfit(record: number, columns: number): Span {
    const surplus = this.#fields(record).length > columns
    return this.#spanOf(record, surplus ? columns : 0, -1)
  }

  #spanOf(record: number, first: number, last: number): Span {
    const fields = this.#fields(record)
    return { source: this.#source, start: fields[first]?.start ?? 0, end: fields.at(last)?.end ?? 0 }
  }

  #fields(record: number) {
    const { text } = this.#source
    return recordFields(text, this.#start(record) ?? text.length)
  }

  #start(record: number): number | undefined {
    while (this.#starts.length <= record) {
      const start = this.#unread.next().value
      if (start === undefined) return undefined
      this.#starts.push(start)
    }
    return this.#starts[record]
  }
}
