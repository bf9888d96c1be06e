/**
 * What has become of the rows of fleets between two specs that are the same but for those: found in the texts of their
 * snapshots, where each row is a line, so that a hundred thousand rows that stay cost next to nothing.
 */

import { type DifferingPart, differingPart } from '../files/differing-part.ts'
import { parsedJson } from '../files/parsed-json.ts'
import type { Row } from '../spec/row.ts'
import type { ResolvableSpec } from './resolution.ts'
import { rowOf, sortedTables } from './topology-snapshot.ts'

export interface RowChanges {
  /** Tells which rows of the later spec stand in the same table of the earlier one: all but those that came. */
  readonly same: Pick<ReadonlySet<Row>, 'has'>
  /** Rows that only the later spec has. */
  readonly came: ReadonlySet<Row>
  /** By fleet, rows that only the earlier one has. */
  readonly gone: ReadonlyMap<string, readonly Row[]>
}

/**
 * `undefined` where anything else differs: a column, the environment, another part of the spec; or where the earlier
 * text is damaged.
 *
 * @param before text of the earlier snapshot
 * @param after text of the later one
 * @param tables of the later one
 */
export function rowChanges(
  before: string,
  after: string,
  tables: ResolvableSpec['tables'],
): RowChanges | undefined {
  const part = differingPart(before, after)
  const [old, now] = [linesOf(before, part), linesOf(after, part)]
  if (frameOf(old) !== frameOf(now) || !areRowsInPlace(before, part)) return undefined
  const named = sortedTables(tables)
  const starts = tableStarts(after)
  const place = placeAt(after, part.start, starts)
  const left = named.map(() => new Set<string>())
  for (const { table, text } of rowLines(old, place)) left[table]?.add(text)
  const came = new Set<Row>()
  for (const { table, line, text } of rowLines(now, place)) {
    const row = named[table]?.[1][line]
    if (row !== undefined && left[table]?.delete(text) !== true) came.add(row)
  }
  const gone = new Map<string, readonly Row[]>()
  for (const [i, [name]] of named.entries()) {
    const rows = rowsOf(left[i] ?? [], after, starts[i] ?? 0)
    if (rows === undefined) return undefined
    gone.set(name, rows)
  }
  return { same: { has: (row) => !came.has(row) }, came, gone }
}

function linesOf(text: string, { start, rest }: DifferingPart): readonly string[] {
  return text.slice(start, text.length - rest).split('\n')
}

/** All lines but those of rows. */
function frameOf(lines: readonly string[]): string {
  return lines.filter((line) => !isRow(line)).join('\n')
}

function isRow(line: string): boolean {
  return line.startsWith('[')
}

/** The end of a table's first line, before its rows. */
const TABLE_START = '"rows": ['

/** Rows stand in tables only, with a comma between any two of them. */
function areRowsInPlace(text: string, { start, rest }: DifferingPart): boolean {
  const lineBefore = text.lastIndexOf('\n', Math.max(0, start - 2)) + 1
  const lineAfter = text.indexOf('\n', text.length - rest)
  const lines = text.slice(lineBefore, lineAfter === -1 ? undefined : lineAfter).split('\n')
  return lines.every((line, i) => {
    const above = lines[i - 1]
    if (above === undefined) return true
    if (above.endsWith(TABLE_START)) return isRow(line) || line === ''
    return isRow(line) === (isRow(above) && above.endsWith(','))
  })
}

/** Where the rows of each table begin. */
function tableStarts(text: string): readonly number[] {
  return positionsOf(`${TABLE_START}\n`, text, 0, text.length).map((at) => at + TABLE_START.length + 1)
}

function positionsOf(searched: string, text: string, from: number, to: number): readonly number[] {
  const positions: number[] = []
  for (let at = text.indexOf(searched, from); at !== -1 && at < to; at = text.indexOf(searched, at + 1))
    positions.push(at)
  return positions
}

interface Place {
  /** Counted from 0; -1 before the first. */
  readonly table: number
  /** The row of the table, if it is in one. */
  readonly line: number
}

function placeAt(text: string, at: number, starts: readonly number[]): Place {
  const table = starts.findLastIndex((start) => start <= at)
  const from = starts[table]
  return { table, line: from === undefined ? 0 : positionsOf('\n', text, from, at).length }
}

interface RowLine extends Place {
  /** Without the comma. */
  readonly text: string
}

/** @param place of the first of the lines */
function* rowLines(lines: readonly string[], place: Place): Generator<RowLine> {
  let { table, line } = place
  for (const text of lines) {
    if (isRow(text)) yield { table, line: line++, text: text.endsWith(',') ? text.slice(0, -1) : text }
    else if (text.endsWith(TABLE_START)) [table, line] = [table + 1, 0]
  }
}

/** `undefined` where a text is no JSON. */
function rowsOf(texts: Iterable<string>, snapshot: string, tableStart: number): readonly Row[] | undefined {
  const line = snapshot.slice(snapshot.lastIndexOf('\n', tableStart - 2) + 1, tableStart - 1)
  const columns = JSON.parse(/"columns": (\[.*\]), /.exec(line)?.[1] ?? '[]') as string[]
  const rows: Row[] = []
  for (const text of texts) {
    const cells = parsedJson(text)
    if (!Array.isArray(cells)) return undefined
    rows.push(rowOf(columns, cells))
  }
  return rows
}
