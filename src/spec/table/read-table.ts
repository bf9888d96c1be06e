/** All that a fleet's table may be made of. */

export { readCsv } from './read-csv.ts'
export { readJsonl } from './read-jsonl.ts'
export type { KeyColumn, Table } from './table.ts'
export { tableOfItems } from './table-of-items.ts'
export { type NumberRange, tableOfRange } from './table-of-range.ts'
