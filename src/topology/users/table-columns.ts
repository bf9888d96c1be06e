import type { Row } from '../../spec/row.ts'
import type { Columns } from '../text-template.ts'

/** The columns of a table: all keys of all rows, since lines of JSON may differ. Mostly the first row tells. */
export function tableColumns(rows: readonly Row[]): Columns {
  return {
    has: (column) => rows.length === 0 || rows.some((row) => row[column] !== undefined),
    names: () => {
      const names = new Set<string>()
      for (const row of rows) for (const column in row) names.add(column)
      return [...names]
    },
  }
}
