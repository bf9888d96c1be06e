/** One record table in several files: a main one, and parts for the records of which there may be very many. */

import { type RecordTable, type Row, recordTable } from './record-table.ts'

/** How keys are divided. */
export interface Division {
  /** Name of the part that a key belongs to; `undefined`: to none. */
  readonly partOf: (key: string) => string | undefined
  /** Whether keys that begin so may belong to parts. */
  readonly isDivided: (prefix: string) => boolean
}

export interface PartedTable extends RecordTable {
  readonly main: RecordTable
  readonly parts: ReadonlyMap<string, RecordTable>
  /** From now on there are parts: what belongs to one goes there. */
  readonly divide: () => void
}

/** Rows of all tables are told apart by their numbers; no file has more rows. */
const rowsEach = 2 ** 22

/** @param found parts that there are; without any, everything is in the main table until it is divided. */
export function partedTable(
  main: RecordTable,
  found: ReadonlyMap<string, RecordTable>,
  { partOf, isDivided }: Division,
): PartedTable {
  const parts = new Map(found)
  const tables = [main, ...found.values()]
  const firstRows = new Map(tables.map((table, i) => [table, i * rowsEach]))
  let divided = found.size > 0
  const nameOf = (key: string) => (divided ? partOf(key) : undefined)
  const tableOf = (key: string) => {
    const name = nameOf(key)
    return name === undefined ? main : parts.get(name)
  }
  const partFor = (key: string) => tableOf(key) ?? addPart(partOf(key) ?? '')
  const addPart = (name: string) => {
    const table = recordTable(main.kind)
    parts.set(name, table)
    return table
  }
  const placed = (row: Row): readonly [RecordTable, Row] => {
    if (typeof row === 'object') return [main, row]
    return [tables[Math.floor(row / rowsEach)] ?? main, row % rowsEach]
  }
  return {
    ...{ kind: main.kind, main, parts },
    has: (key) => tableOf(key)?.has(key) ?? false,
    get: (key) => tableOf(key)?.get(key),
    data: (key) => tableOf(key)?.data(key),
    row(key) {
      const table = tableOf(key)
      const row = table?.row(key)
      return table === undefined || typeof row !== 'number' ? row : row + (firstRows.get(table) ?? 0)
    },
    recordOf(row) {
      const [table, own] = placed(row)
      return table.recordOf(own)
    },
    textOf(row, member) {
      const [table, own] = placed(row)
      return table.textOf(own, member)
    },
    dataOf(row) {
      const [table, own] = placed(row)
      return table.dataOf(own)
    },
    set: (key, value, data) => partFor(key).set(key, value, data),
    remove: (key) => tableOf(key)?.remove(key),
    *keys(prefix = '') {
      yield* main.keys(prefix)
      if (isDivided(prefix)) for (const table of parts.values()) yield* table.keys(prefix)
    },
    isChanged: () => main.isChanged() || Array.from(parts.values()).some((table) => table.isChanged()),
    saved() {
      for (const table of [main, ...parts.values()]) table.saved()
    },
    fileKeys: main.fileKeys,
    chunks: main.chunks,
    divide() {
      divided = true
      for (const key of [...main.keys()]) {
        const name = partOf(key)
        if (name !== undefined) moveRow(key, main, parts.get(name) ?? addPart(name))
      }
    },
  }
}

/** Moves a record as it is. */
export function moveRow(key: string, from: RecordTable, to: RecordTable, newKey = key): void {
  const value = from.get(key)
  if (value === undefined) throw new Error(`there is no record ${key} to be moved`)
  const { data: _, sum: __, key: ___, ...members } = value as Record<string, unknown>
  to.set(newKey, members, from.data(key))
  from.remove(key)
}
