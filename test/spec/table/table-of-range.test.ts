import { expect, test } from 'vitest'
import type { Place } from '../../../src/diagnostics/diagnostic.ts'
import { type NumberRange, tableOfRange } from '../../../src/spec/table/read-table.ts'
import { keyColumn } from './table-case.ts'

const AT: Place = { path: ['fleets', 'f', 'forEach', 'range'] }

const tables: readonly (readonly [NumberRange, readonly string[]])[] = [
  [{ from: 1, to: 3 }, ['1', '2', '3']],
  [{ from: 0, to: 0 }, ['0']],
  [{ from: 9, to: 11, width: 2 }, ['09', '10', '11']],
  [{ from: 99, to: 100, width: 2 }, ['99', '100']],
]

test.each(tables)('%j is numbered rows', (range, texts) => {
  const { tree, diagnostics } = tableOfRange(range, keyColumn('n'), AT)
  expect(diagnostics).toEqual([])
  expect(tree?.rows).toEqual(texts.map((n) => ({ n })))
  expect(tree?.locate(0)).toBeUndefined()
})

test('a range that ends before it begins is a finding', () => {
  const { tree, diagnostics } = tableOfRange({ from: 3, to: 2 }, undefined, AT)
  expect(tree).toBeUndefined()
  expect(diagnostics).toMatchObject([
    { code: 'bad-range', at: AT, message: 'the range ends at 2, before it begins at 3' },
  ])
})

test('a range may have a million numbers and no more', () => {
  expect(tableOfRange({ from: 1, to: 1_000_000 }, undefined, AT).tree?.rows).toHaveLength(1_000_000)
  const { tree, diagnostics } = tableOfRange({ from: 0, to: 1_000_000 }, undefined, AT)
  expect(tree).toBeUndefined()
  expect(diagnostics).toMatchObject([{ code: 'too-many-rows', at: AT }])
  expect(tableOfRange({ from: 0, to: 2_147_483_647 }, undefined, AT).diagnostics).toHaveLength(1)
})

test('the only column is "n"', () => {
  const { tree, diagnostics } = tableOfRange({ from: 1, to: 1 }, keyColumn('m'), AT)
  expect(diagnostics).toMatchObject([{ code: 'unknown-key-column', hint: `its columns are "n"` }])
  expect(tree?.rows).toEqual([{ n: '1' }])
})

test('a range without numbers is no table, since its shape is reported', () => {
  expect(tableOfRange({ from: Number.NaN, to: 3 }, undefined, AT)).toEqual({ diagnostics: [] })
})
