import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Row } from '../../src/spec/row.ts'
import { makeRow } from '../../src/spec/table/table.ts'
import type { ResolvableSpec } from '../../src/topology/resolution.ts'
import { rowChanges } from '../../src/topology/row-changes.ts'
import { snapshotText } from '../../src/topology/topology-snapshot.ts'

const spec = { mqttopia: 1 } as const

function specWith(tables: ResolvableSpec['tables'], more: object = {}): ResolvableSpec {
  return { value: { ...spec, ...more }, pruned: [], tables, files: new Map(), folderName: 'plant' }
}

function changes(before: ResolvableSpec, after: ResolvableSpec) {
  const [old, now] = [before, after].map((input) => snapshotText({ input, runsHere: false }))
  return rowChanges(old ?? '', now ?? '', after.tables)
}

const cell = fc.constantFrom('a', 'b', '[', '","', '\n', 'c "columns": [1], "rows": [')
const rows = fc.uniqueArray(fc.tuple(cell, cell), { selector: String, maxLength: 8 })
const tables = fc.record({ x: rows, y: rows })

function tableMap(made: { readonly [name: string]: readonly (readonly string[])[] }) {
  return new Map(
    Object.entries(made).map(([name, list]) => [
      name,
      list.map((cells) => makeRow(['serial', 'zone'], cells)),
    ]),
  )
}

const textOf = ({ serial, zone }: Row) => JSON.stringify([serial, zone])

test('rows that stay and rows that go are those of both and of the earlier alone', () => {
  fc.assert(
    fc.property(tables, tables, (first, second) => {
      const [before, after] = [tableMap(first), tableMap(second)]
      const found = changes(specWith(before), specWith(after))
      const hadColumns = (name: string) => [before, after].map((side) => (side.get(name)?.length ?? 0) > 0)
      if (['x', 'y'].some((name) => new Set(hadColumns(name)).size > 1)) {
        expect(found).toBeUndefined() // an empty table has no columns
        return
      }
      for (const [name, list] of after) {
        const old = new Set(before.get(name)?.map(textOf))
        const same = list.filter((row) => found?.same.has(row))
        expect(same.map(textOf)).toEqual(list.map(textOf).filter((text) => old.has(text)))
        const now = new Set(list.map(textOf))
        const gone = found?.gone.get(name)?.map(textOf)
        expect(gone?.toSorted()).toEqual([...old].filter((text) => !now.has(text)).sort())
      }
    }),
  )
})

test.each([
  ['another name', { name: 'other' }],
  ['another fleet', { fleets: {} }],
])('%s leaves nothing to compare', (_, more) => {
  const table = tableMap({ x: [['a', 'b']] })
  expect(changes(specWith(table), specWith(table, more))).toBeUndefined()
})

test('another column leaves nothing to compare', () => {
  const row = (columns: string[]) => new Map([['x', [makeRow(columns, ['a', 'b'])]]])
  expect(changes(specWith(row(['serial', 'zone'])), specWith(row(['serial', 'place'])))).toBeUndefined()
})
