/**
 * What has become of the rows of fleets between two specs that are the same but for those: found in the texts of their
 * snapshots, where each row is a line, so that a hundred thousand rows that stay cost next to nothing.
 */

import type { Row } from '../spec/row.ts'
import type { ResolvableSpec } from './resolution.ts'
import { rowOf, sortedTables } from './topology-snapshot.ts'

export interface RowChanges {
  /** Rows of the later spec that stand in the same table of the earlier one. */
  readonly same: ReadonlySet<Row>
  /** By fleet, rows that only the earlier spec has. */
  readonly gone: ReadonlyMap<string, readonly Row[]>
}

/**
 * `undefined` where anything else differs: a column, the environment, another part of the spec.
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
  const [old, now] = [snapshotLines(before), snapshotLines(after)]
  if (old.frame !== now.frame) return undefined
  const same = new Set<Row>()
  const gone = new Map<string, readonly Row[]>()
  for (const [i, [name, rows]] of sortedTables(tables).entries()) {
    const [was, is] = [old.tables[i], now.tables[i]]
    if (was === undefined || is?.lines.length !== rows.length) return undefined
    gone.set(
      name,
      goneRows(was, is.lines, (line) => same.add(rows[line] as Row)),
    )
  }
  return { same, gone }
}

interface SnapshotLines {
  /** All lines but those of rows. */
  readonly frame: string
  /** In turn. */
  readonly tables: readonly TableLines[]
}

interface TableLines {
  readonly columns: readonly string[]
  /** Each row as JSON and a comma. */
  readonly lines: string[]
}

/** A table's first line, before its rows. */
const tableStart = /"columns": (\[.*\]), "rows": \[$/

function snapshotLines(text: string): SnapshotLines {
  const frame: string[] = []
  const tables: TableLines[] = []
  let lines: string[] = []
  for (const line of text.split('\n')) {
    if (line.startsWith('[')) {
      lines.push(line.endsWith(',') ? line : `${line},`)
      continue
    }
    frame.push(line)
    const columns = tableStart.exec(line)?.[1]
    if (columns === undefined) continue
    lines = []
    tables.push({ columns: JSON.parse(columns) as string[], lines })
  }
  return { frame: frame.join('\n'), tables }
}

/** @param onSame is told the number of each line of `after` that stands in `before`. */
function goneRows(
  { columns, lines: before }: TableLines,
  after: readonly string[],
  onSame: (line: number) => void,
): readonly Row[] {
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && before[start] === after[start]) onSame(start++)
  let end = 0
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) {
    end += 1
    onSame(after.length - end)
  }
  const left = new Set(before.slice(start, before.length - end))
  for (let line = start; line < after.length - end; line++) {
    const text = after[line]
    if (text !== undefined && left.delete(text)) onSame(line)
  }
  return Array.from(left, (line) => rowOf(columns, JSON.parse(line.slice(0, -1)) as unknown[]))
}
