/** A record table whose keys and some members are known without its file, which is read when it is asked for more. */

import { type RecordTable, type Row, textIn } from './record-table.ts'
import type { TableMemory } from './table-memory.ts'

export interface RememberedTable extends RecordTable {
  /** False where it was changed since it was opened. */
  readonly isAsRemembered: () => boolean
}

/**
 * @param recall is called when something is asked for the first time; `undefined`: the memory is lost.
 * @param read the file, as a table; it has `count` records where that is known.
 */
export function rememberedTable(
  kind: string,
  recall: () => TableMemory | undefined,
  read: (count?: number) => RecordTable,
): RememberedTable {
  let [memory, loaded]: [TableMemory | undefined, RecordTable | undefined] = [undefined, undefined]
  let numbers: ReadonlyMap<string, number> | undefined
  let isTouched = false
  const table = () => {
    loaded ??= read(memory?.count)
    return loaded
  }
  const touched = () => {
    isTouched = true
    return table()
  }
  /** `undefined` where the table answers. */
  const known = () => {
    if (loaded !== undefined) return undefined
    memory ??= recall()
    if (memory === undefined) isTouched = true // to be remembered anew
    return memory
  }
  const rowsOf = ({ keys }: TableMemory) => {
    numbers ??= new Map(Array.from(keys(), (key, i) => [key, i]))
    return numbers
  }
  const has = (key: string) => {
    const found = known()
    return found === undefined ? table().has(key) : rowsOf(found).has(key)
  }
  return {
    ...{ kind, has },
    isAsRemembered: () => !isTouched,
    get: (key) => (has(key) ? table().get(key) : undefined),
    data: (key) => (has(key) ? table().data(key) : undefined),
    row(key) {
      const found = known()
      return found === undefined ? table().row(key) : rowsOf(found).get(key)
    },
    recordOf: (row) => table().recordOf(row),
    textOf(row: Row, member) {
      if (typeof row === 'object') return textIn(row.value, member)
      const column = (known() ?? memory)?.column(member)
      return column === undefined ? table().textOf(row, member) : column(row)
    },
    dataOf: (row) => table().dataOf(row),
    set: (key, value, data) => touched().set(key, value, data),
    remove: (key) => touched().remove(key),
    *keys(prefix = '') {
      const found = known()
      if (found === undefined) yield* table().keys(prefix)
      else for (const key of numbers?.keys() ?? found.keys()) if (key.startsWith(prefix)) yield key
    },
    isChanged: () => loaded?.isChanged() ?? false,
    saved: () => loaded?.saved(),
    fileKeys: () => [...(known()?.keys() ?? table().fileKeys())],
    chunks: () => table().chunks(),
  }
}
