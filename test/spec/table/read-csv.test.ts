import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SourceText } from '../../../src/diagnostics/source-text.ts'
import { firstFault } from '../../../src/spec/table/csv-fields.ts'
import { readCsv } from '../../../src/spec/table/read-table.ts'
import { keyColumn, testTables, textOf } from './table-case.ts'

const AB = [{ a: '1', b: '2' }]

describe('tables that are fine', () => {
  testTables(readCsv, {
    'lines that end with LF': { text: 'a,b\n1,2\n', rows: AB },
    'lines that end with CRLF': { text: 'a,b\r\n1,2\r\n', rows: AB },
    'lines that end with either': { text: 'a,b\r\n1,2\n3,4', rows: [...AB, { a: '3', b: '4' }] },
    'a byte order mark': { text: '\ufeffa,b\n1,2\n', rows: AB },
    'a quoted name behind a byte order mark': { text: '\ufeff"a",b\n1,2\n', rows: AB },
    'blank lines': { text: '\n\na,b\n\r\n1,2\n\n', rows: AB },
    'space in cells is kept': { text: 'a,b\n 1 ,\t\n', rows: [{ a: ' 1 ', b: '\t' }] },
    'zeros are kept': { text: 'a,b\n0001,2.0\n', rows: [{ a: '0001', b: '2.0' }] },
    'commas, quotes and line breaks in quotes': {
      text: 'a,b\n"1,""x""","l\r\nm\nn\r"\n',
      rows: [{ a: '1,"x"', b: 'l\r\nm\nn\r' }],
    },
    'one column with an empty text': { text: 'a\n""\n', rows: [{ a: '' }] },
    'an empty last cell': { text: 'a,b\n1,', rows: [{ a: '1', b: '' }] },
    'names of columns that objects have': {
      text: 'constructor,hasOwnProperty\n1,2\n',
      key: 'constructor',
      rows: [{ constructor: '1', hasOwnProperty: '2' }],
    },
    'equal texts without a key': { text: 'a\n1\n1\n', rows: [{ a: '1' }, { a: '1' }] },
  })

  test('a column "__proto__" is a column like others', () => {
    const { tree } = readCsv(new SourceText('t', '__proto__,a\nx,1\n'), keyColumn('__proto__'))
    const row = tree?.rows[0] ?? {}
    expect(Object.getPrototypeOf(row)).toBeNull()
    expect(Object.keys(row)).toEqual(['__proto__', 'a'])
    expect(Object.getOwnPropertyDescriptor(row, '__proto__')?.value).toBe('x')
    expect(row.toString).toBeUndefined()
  })
})

describe('what is no CSV', () => {
  testTables(readCsv, {
    'a quote that is never closed': {
      text: 'a,b\n1,«"»2\n3,4\n',
      findings: ['bad-csv: the quote that opens here is never closed'],
      rows: undefined,
    },
    'a quote that is never closed, in a file with a byte order mark and a quoted name': {
      text: '\ufeff"a"\n«"»1\n',
      findings: ['bad-csv: the quote that opens here is never closed'],
      rows: undefined,
    },
    'text behind a closing quote': {
      text: 'a,b\n"1"«x»,2\n',
      findings: ['bad-csv: a quoted field goes on behind its closing quote'],
      hint: 'put the whole field into quotes',
      rows: undefined,
    },
    'space behind a closing quote': {
      text: 'a,b\n"1"« »,2\n',
      findings: ['bad-csv: a quoted field goes on behind its closing quote'],
      hint: 'remove the space',
      rows: undefined,
    },
    'a quote inside a bare field': {
      text: 'a,b\n"x\n",1\n5«"»,2\n',
      findings: ['bad-csv: a quote stands inside a field that does not begin with one'],
      hint: 'put the whole field into quotes',
      rows: undefined,
    },
    'space before a quote': {
      text: 'a,b\n1, «"»2"\n',
      findings: ['bad-csv: a quote stands inside a field that does not begin with one'],
      hint: 'remove the space',
      rows: undefined,
    },
    'lines that end with CR': {
      text: 'a,b«\r»1,2\r',
      findings: ['bad-csv: a carriage return stands here without a line feed'],
      rows: undefined,
    },
    'a NUL character': {
      text: 'a,b\n1,"2«\0»"\n',
      findings: ['bad-csv: the table has a NUL character'],
      rows: undefined,
    },
    semicolons: {
      text: '«a;b»\n1;2\n',
      findings: ['bad-csv: the columns are separated by semicolons'],
      rows: undefined,
    },
    tabs: {
      text: '«a\tb»\n1\t2\n',
      findings: ['bad-csv: the columns are separated by tabs'],
      rows: undefined,
    },
  })
})

describe('headers', () => {
  testTables(readCsv, {
    'an empty file': { text: '«»', findings: ['missing-header: the table is empty'], rows: undefined },
    'a byte order mark alone': {
      text: '«»\ufeff',
      findings: ['missing-header: the table is empty'],
      rows: undefined,
    },
    'blank lines alone': {
      text: '«»\r\n\n',
      findings: ['missing-header: the table is empty'],
      rows: undefined,
    },
    'a header alone': { text: '\n«a,b»\n', findings: ['empty-table: the table has no rows'], rows: [] },
    'a header alone behind a byte order mark': {
      text: '\ufeff«"a",b»\n',
      findings: ['empty-table: the table has no rows'],
      rows: [],
    },
    'columns without names': {
      text: 'a,«»,«" "»,«»\n1,2,3,4\n',
      findings: Array.from({ length: 3 }, () => 'bad-column: a column has no name'),
      rows: undefined,
    },
    'space around a name': {
      text: 'a,« b»\n1,2\n',
      findings: ['bad-column: the column " b" has space around its name'],
      hint: 'write "b"',
      rows: undefined,
    },
    'two columns of one name': {
      text: 'a,b,«"a"»\n1,2,3\n',
      findings: ['duplicate-column: two columns have the name "a"'],
      related: ['a'],
      rows: undefined,
    },
    'names that differ in case are two': { text: 'a,A\n1,2\n', rows: [{ a: '1', A: '2' }] },
  })
})

describe('rows', () => {
  testTables(readCsv, {
    'a field too many': {
      text: 'a,b\n1,2,«3,"4"»\n5,6\n',
      findings: ['field-count: this row has 4 fields, and the table has 2 columns'],
      hint: 'into quotes',
      rows: [{ a: '5', b: '6' }],
    },
    'a field too few, behind a row of two lines': {
      text: 'a,b\n"x\ny",2\n\n«1»\n',
      findings: ['field-count: this row has 1 field, and the table has 2 columns'],
      hint: 'add what is missing',
      rows: [{ a: 'x\ny', b: '2' }],
    },
    'an unknown key': {
      text: 'serial,site\n1,2\n',
      key: 'seriel',
      findings: ['unknown-key-column: the table has no column "seriel"'],
      hint: 'did you mean "serial"?',
      related: ['serial,site'],
      rows: [{ serial: '1', site: '2' }],
    },
    'an unknown key like no column': {
      text: 'a,b\n1,2\n',
      key: 'serial',
      findings: ['unknown-key-column: the table has no column "serial"'],
      hint: 'its columns are "a" and "b"',
      rows: AB,
    },
    'a key twice': {
      text: 'a,b\n1,2\n3,2\n«"1"»,4\n',
      key: 'a',
      findings: ['duplicate-row: two rows have the "a" "1"'],
      related: ['1'],
      rows: [
        { a: '1', b: '2' },
        { a: '3', b: '2' },
      ],
    },
    'a row without key': {
      text: 'a,b\n1,2\n«,3»\n',
      key: 'a',
      findings: ['empty-row-key: this row has no "a"'],
      rows: AB,
    },
  })

  test('the first 20 findings of a code are shown, and the number of the others', () => {
    const lines = Array.from({ length: 23 }, () => 'x')
    const { diagnostics } = readCsv(new SourceText('t', `a,b\n${lines.join('\n')}\n`), undefined)
    expect(diagnostics).toHaveLength(21)
    const last = diagnostics.at(-1)
    expect(last?.code).toBe('field-count')
    expect(last?.message).toBe('3 more places in this table have the same problem')
    expect(last !== undefined && 'span' in last.at ? last.at.span.start : -1).toBe(4 + 20 * 2)
  })

  test('21 findings of a code end with one more place', () => {
    const { diagnostics } = readCsv(new SourceText('t', `a,b\n${'x\n'.repeat(21)}`), undefined)
    expect(diagnostics.at(-1)?.message).toBe('1 more place in this table has the same problem')
  })
})

test('rows and cells know where they are, rows left out not counted', () => {
  const text = '\ufeffa,b\r\n\r\n1,2,3\r\n"x\r\ny","p""q"\r\n4,\r\n4,5\r\n6,7'
  const { tree } = readCsv(new SourceText('t', text), keyColumn('a'))
  expect(textOf(tree?.locate(0))).toBe('"x\r\ny","p""q"')
  expect(textOf(tree?.locate(0, 'b'))).toBe('"p""q"')
  expect(textOf(tree?.locate(1))).toBe('4,')
  expect(tree?.locate(1, 'b')).toMatchObject({ start: text.indexOf('4,') + 2, end: text.indexOf('4,') + 2 })
  expect(textOf(tree?.locate(2, 'a'))).toBe('6')
  expect(textOf(tree?.locate(2, 'none'))).toBe('6,7')
  expect(tree?.locate(3)).toBeUndefined()
})

describe('for all tables', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'ö', '😀', ' ', ',', '"', '\n', '\r\n'), maxLength: 6 })
  const table = fc
    .integer({ min: 1, max: 4 })
    .chain((columns) =>
      fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 8 }),
    )
  const layout = fc.record({ eol: fc.constantFrom('\n', '\r\n'), bom: fc.boolean(), quoteAll: fc.boolean() })

  test('what is written is read, and every cell is where it says', () => {
    fc.assert(
      fc.property(table, layout, (cells, { eol, bom, quoteAll }) => {
        const written = (text: string) =>
          quoteAll || text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
        const columns = (cells[0] ?? []).map((_, i) => `c${i}`)
        const lines = [columns, ...cells.map((row) => row.map(written))].map((row) => row.join(','))
        const text = `${bom ? '\ufeff' : ''}${lines.join(eol)}${eol}`
        const { tree, diagnostics } = readCsv(new SourceText('t', text), undefined)
        expect(diagnostics).toEqual([])
        expect(tree?.rows.map((row) => columns.map((column) => row[column]))).toEqual(cells)
        for (const [i, row] of cells.entries()) {
          expect(textOf(tree?.locate(i))).toBe(row.map(written).join(','))
          columns.forEach((column, j) => {
            expect(textOf(tree?.locate(i, column))).toBe(written(row[j] ?? ''))
          })
        }
      }),
    )
  })

  /** Reads with `csv-parse`, which does not throw where `firstFault` finds nothing, and the other way round. */
  test('the places agree with the parser, whatever the text', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', ',', '"', '\n', '\r\n', ' ', '\ufeff'),
      maxLength: 30,
    })
    fc.assert(
      fc.property(text, (text) => {
        const { tree, diagnostics } = readCsv(new SourceText('t', `a,b\n${text}`), undefined)
        const isBad = diagnostics.some(({ code }) => code === 'bad-csv')
        expect(isBad).toBe(firstFault(`a,b\n${text}`) !== undefined)
        for (const [i, row] of (tree?.rows ?? []).entries()) {
          for (const [column, value] of Object.entries(row)) {
            const shown = textOf(tree?.locate(i, column)) ?? 'nowhere'
            expect(shown.replace(/^"|"$/g, '').replaceAll('""', '"')).toBe(value)
          }
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('a text without quotes says what it says with one more line that has some', () => {
    const piece = fc.constantFrom('a', 'b', ',', '\n', '\r\n', ' ', '\ufeff', 'ü', '\t', '🙂', '\u2028')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const [plain, other] = [`a,b\n${pieces.join('')}`, `a,b\n${pieces.join('')}\n"x",y`]
        const rowsOf = (text: string) => readCsv(new SourceText('t', text), undefined).tree?.rows ?? []
        expect([...rowsOf(plain), { a: 'x', b: 'y' }]).toEqual(rowsOf(other))
      }),
      { numRuns: 1000 },
    )
  })

  test('any bytes are a table or a finding', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.string(), (bytes, key) => {
        const source = new SourceText('t', new TextDecoder().decode(bytes))
        const { tree, diagnostics } = readCsv(source, keyColumn(key))
        expect(tree !== undefined || diagnostics.length > 0).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })
})
