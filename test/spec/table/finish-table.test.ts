import { expect, test } from 'vitest'
import { finishTable } from '../../../src/spec/table/finish-table.ts'
import { makeRow } from '../../../src/spec/table/table.ts'
import { TableFindings } from '../../../src/spec/table/table-findings.ts'

test('a table may have a million rows, and the first one too many is a finding', () => {
  const place = (row: number) => ({ path: ['row', row] })
  const finish = (count: number) => {
    const rows = new Array(count).fill(makeRow(['a'], ['x']))
    return finishTable({ rows, at: { path: [] }, place }, undefined, new TableFindings())
  }
  expect(finish(1_000_000).tree?.rows).toHaveLength(1_000_000)
  const { tree, diagnostics } = finish(1_000_001)
  expect(tree).toBeUndefined()
  expect(diagnostics).toMatchObject([{ code: 'too-many-rows', at: { path: ['row', 1_000_000] } }])
})
