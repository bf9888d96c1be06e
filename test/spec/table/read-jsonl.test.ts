import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SourceText } from '../../../src/diagnostics/source-text.ts'
import { readJsonl } from '../../../src/spec/table/read-table.ts'
import { keyColumn, testTables, textOf } from './table-case.ts'

describe('tables that are fine', () => {
  testTables(readJsonl, {
    'texts, numbers and truth values': {
      text: '{"a":"0001","b":2.0}\r\n{ "a" : true , "b" : "x\\n\\"y" }\n',
      rows: [
        { a: '0001', b: '2.0' },
        { a: 'true', b: 'x\n"y' },
      ],
    },
    'numbers longer than JavaScript is exact': {
      text: '{"a":12345678901234567890}',
      rows: [{ a: '12345678901234567890' }],
    },
    'blank lines and a byte order mark': { text: '\ufeff\n{"a":"1"}\n \t\r\n\n', rows: [{ a: '1' }] },
    'lines with different columns': { text: '{"a":"1"}\n{"b":"2"}\n', rows: [{ a: '1' }, { b: '2' }] },
    'a column that some lines lack': {
      text: '{"a":"1"}\n{"a":"2","b":""}\n',
      key: 'a',
      rows: [{ a: '1' }, { a: '2', b: '' }],
    },
  })

  test('a column "__proto__" is a column like others', () => {
    const { tree } = readJsonl(new SourceText('t', '{"__proto__":"x"}'), keyColumn('__proto__'))
    expect(Object.getOwnPropertyDescriptor(tree?.rows[0], '__proto__')?.value).toBe('x')
  })
})

describe('what is no row', () => {
  testTables(readJsonl, {
    'a list around all lines': {
      text: '«[»\n{"a":"1"}«,»\n{"a":"2"}\n«]»\n',
      findings: [
        'bad-json-line: this line does not begin with an object',
        'bad-json-line: the line goes on behind its object',
        'bad-json-line: this line does not begin with an object',
      ],
      hint: 'write one object a line',
      rows: [{ a: '2' }],
    },
    'an object over several lines': {
      text: '«{»\n«"»a":"1"\n«}»\n',
      findings: [
        'bad-json-line: the object that begins here does not end on its line',
        'bad-json-line: this line does not begin with an object',
        'bad-json-line: this line does not begin with an object',
      ],
      rows: [],
    },
    'a cell with a list, an object, null': {
      text: '{"a":«[»1]}\n{"a":«{»}}\n{"a":«null»}\n',
      findings: [
        'bad-json-line: a cell cannot be a list',
        'bad-json-line: a cell cannot be an object',
        'bad-json-line: a cell cannot be null',
      ],
      rows: [],
    },
    'a column twice': {
      text: '{"a":"1",«"\\u0061"»:"2"}\n',
      findings: ['bad-json-line: the column "a" stands twice in this line'],
      rows: [],
    },
    'a number with leading zeros': {
      text: '{"a":«0001»}\n',
      findings: ['bad-json-line: this is no number that JSON has'],
      rows: [],
    },
    'a key without quotes': {
      text: '{«a»:"1"}\n',
      findings: ['bad-json-line: a key must stand in double quotes'],
      rows: [],
    },
    'a comment on a line of its own, and one inside': {
      text: '«#» devices\n{"a":"1" «/»/ first\n',
      findings: ['bad-json-line: JSON has no comments', 'bad-json-line: JSON has no comments'],
      rows: [],
    },
    'a NUL character': {
      text: '{"a":«"\\u0000"»}\n',
      findings: ['bad-json-line: a cell has a NUL character'],
      rows: [],
    },
    'columns without name, or with space around it': {
      text: '{«""»:"1"}\n{«"a "»:"1"}\n',
      findings: ['bad-column: a column has no name', 'bad-column: the column "a " has space around its name'],
      rows: [],
    },
    'an empty file': { text: '«»\n', findings: ['empty-table: the table has no rows'], rows: [] },
  })
})

describe('keys', () => {
  testTables(readJsonl, {
    'an unknown key': {
      text: '{"serial":"1"}\n{"name":"2"}\n',
      key: 'serail',
      findings: ['unknown-key-column: the table has no column "serail"'],
      hint: 'did you mean "serial"?',
      rows: [{ serial: '1' }, { name: '2' }],
    },
    'a row that lacks the key, and one whose key is there': {
      text: '{"a":"1"}\n«{"b":"1"}»\n{"a": «1»}\n',
      key: 'a',
      findings: ['empty-row-key: this row has no "a"', 'duplicate-row: two rows have the "a" "1"'],
      rows: [{ a: '1' }],
    },
  })
})

test('rows and cells know where they are, lines left out not counted', () => {
  const { tree } = readJsonl(new SourceText('t', '\ufeffx\r\n\n {"a": "1", "b": 2} \r\n{"a":"3"}'), undefined)
  expect(textOf(tree?.locate(0))).toBe(' {"a": "1", "b": 2} ')
  expect(textOf(tree?.locate(0, 'a'))).toBe('"1"')
  expect(textOf(tree?.locate(0, 'b'))).toBe('2')
  expect(textOf(tree?.locate(1))).toBe('{"a":"3"}')
  expect(textOf(tree?.locate(1, 'b'))).toBe('{"a":"3"}')
  expect(tree?.locate(2)).toBeUndefined()
})

test('a table may have a million lines, and none is read when there are more', () => {
  const { tree, diagnostics } = readJsonl(new SourceText('t', 'x\n'.repeat(3_000_000)), undefined)
  expect(tree).toBeUndefined()
  expect(diagnostics).toMatchObject([{ code: 'too-many-rows', at: { span: { start: 2_000_000 } } }])
})

test('what JSON.stringify writes is read', () => {
  const name = fc.string().filter((text) => text !== '' && text === text.trim())
  const value = fc.oneof(
    fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')),
    fc.integer(),
    fc.boolean(),
  )
  const rows = fc.array(fc.dictionary(name, value), { minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(rows, (rows) => {
      const text = rows.map((row) => JSON.stringify(row)).join('\n')
      const { tree, diagnostics } = readJsonl(new SourceText('t', text), undefined)
      expect(diagnostics).toEqual([])
      expect(tree?.rows.map((row) => Object.entries(row))).toEqual(
        rows.map((row) => Object.entries(row).map(([column, cell]) => [column, String(cell)])),
      )
    }),
  )
})

test('any text is a table', () => {
  const unit = fc.constantFrom('{', '}', '"', ':', ',', 'a', '1', '\\', '\n', ' ', '[', 'null', '\0', '"a":')
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 40 }), fc.string(), (text, key) => {
      const { tree } = readJsonl(new SourceText('t', text), keyColumn(key))
      expect(tree?.rows.every((_, i) => tree.locate(i) !== undefined)).toBe(true)
    }),
    { numRuns: 2000 },
  )
})
