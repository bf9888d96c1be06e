/** A record table whose keys and some members are known without its file, which is read when it is asked for more. */

import { type RecordTable, type Row, textIn } from './record-table.ts'
import type { TableMemory } from './table-memory.ts'

export interface RememberedTable extends RecordTable {
  /** False where it was changed since it was opened. */
  readonly isAsRemembered: () => boolean
}

/** @param read the file that the memory is of, as a table. */
export function rememberedTable(kind: string, memory: TableMemory, read: () => RecordTable): RememberedTable {
  let loaded: RecordTable | undefined
  let numbers: ReadonlyMap<string, number> | undefined
  let isTouched = false
  const table = () => {
    loaded ??= read()
    return loaded
  }
  const touched = () => {
    isTouched = true
    return table()
  }
  const rows = () => {
    numbers ??= new Map(Array.from(memory.keys(), (key, i) => [key, i]))
    return numbers
  }
  const mayHave = (key: string) => loaded !== undefined || rows().has(key)
  return {
    kind,
    isAsRemembered: () => !isTouched,
    has: (key) => (loaded === undefined ? rows().has(key) : loaded.has(key)),
    get: (key) => (mayHave(key) ? table().get(key) : undefined),
    data: (key) => (mayHave(key) ? table().data(key) : undefined),
    row: (key) => (loaded === undefined ? rows().get(key) : loaded.row(key)),
    recordOf: (row) => table().recordOf(row),
    textOf(row: Row, member) {
      if (typeof row === 'object') return textIn(row.value, member)
      const column = memory.column(member)
      return column === undefined ? table().textOf(row, member) : column(row)
    },
    dataOf: (row) => table().dataOf(row),
    set: (key, value, data) => touched().set(key, value, data),
    remove: (key) => touched().remove(key),
    *keys(prefix = '') {
      if (loaded !== undefined) yield* loaded.keys(prefix)
      else for (const key of numbers?.keys() ?? memory.keys()) if (key.startsWith(prefix)) yield key
    },
    isChanged: () => loaded?.isChanged() ?? false,
    saved: () => loaded?.saved(),
    fileKeys: () => loaded?.fileKeys() ?? [...memory.keys()],
    chunks: () => table().chunks(),
  }
}
