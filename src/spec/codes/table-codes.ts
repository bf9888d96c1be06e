/** Faults of fleets' tables. */

import { error, warning } from './describe.ts'

export const tableChoice = error(
  'table-choice',
  'a fleet names no table, or several',
  `\`forEach\` has exactly one of \`csv\`, \`jsonl\`, \`items\` and \`range\`. An environment that switches to another removes the first
one with \`null\`.`,
)

export const badCsv = error(
  'bad-csv',
  'a CSV file is not well-formed',
  `CSV is read as RFC 4180 has it: fields are separated by commas; a field with a comma, quote or line break stands in double quotes; a quote
inside is doubled.`,
)

export const badJsonLine = error(
  'bad-json-line',
  'a line of a JSON Lines file is not an object of texts, numbers and truth values',
  `Every line is one JSON object, such as \`{"serial": "0001", "site": "berlin"}\`.`,
)

export const missingHeader = error(
  'missing-header',
  'a table has no columns',
  `The first line of a CSV file names the columns.`,
)

export const fieldCount = error(
  'field-count',
  'a row has more or fewer fields than the table has columns',
  `Usually a comma that should be quoted, or one forgotten.`,
)

export const duplicateColumn = error(
  'duplicate-column',
  'two columns have the same name',
  `Rename one of them.`,
)

export const badColumn = error(
  'bad-column',
  'a column has no name, or one with space around it',
  `Columns are named in \`\${each.COLUMN}\`, exactly as in the table, so space around a name would never match.`,
)

export const unknownKeyColumn = error(
  'unknown-key-column',
  'the key of a table is none of its columns',
  `\`key\` names the column that tells rows apart.`,
)

export const duplicateRow = error(
  'duplicate-row',
  'two rows of a table have the same key',
  `The column named by \`key\` tells devices apart, so no two rows may agree in it.`,
)

export const emptyRowKey = error(
  'empty-row-key',
  'a row has no text in the key column',
  `Every row needs its own.`,
)

export const emptyTable = warning(
  'empty-table',
  'a table has no rows',
  `The fleet has no devices. Right for a fleet yet to come; a mistake otherwise.`,
)

export const badRange = error(
  'bad-range',
  'a range ends before it begins',
  `\`from\` is the first number, \`to\` the last.`,
)

export const tooManyRows = error(
  'too-many-rows',
  'a table has too many rows',
  `A table may have 1,000,000 rows. Split larger fleets.`,
)

export const tableCodes = [
  tableChoice,
  badCsv,
  badJsonLine,
  missingHeader,
  fieldCount,
  duplicateColumn,
  badColumn,
  unknownKeyColumn,
  duplicateRow,
  emptyRowKey,
  emptyTable,
  badRange,
  tooManyRows,
]
