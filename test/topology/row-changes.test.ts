import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Row } from '../../src/spec/row.ts'
import { makeRow } from '../../src/spec/table/table.ts'
import type { ResolvableSpec } from '../../src/topology/resolution.ts'
import { rowChanges } from '../../src/topology/row-changes.ts'
import { parseSnapshot, snapshotText } from '../../src/topology/topology-snapshot.ts'

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

/** As after an accident with an editor: a few lines taken out, doubled, or with a character less or more. */
const accidents = fc.array(
  fc.record({
    line: fc.nat(),
    what: fc.constantFrom('lost', 'twice', 'shorter', 'longer', 'elsewhere'),
    at: fc.nat(),
    more: fc.constantFrom(',', '[', ']', '"', ' ', '\n', 'x'),
  }),
  { minLength: 1, maxLength: 2 },
)

test('what is found in an earlier text is in it, even if it was edited', () => {
  fc.assert(
    fc.property(tables, tables, accidents, (first, second, edits) => {
      const after = specWith(tableMap(second))
      const lines = snapshotText({ input: specWith(tableMap(first)), runsHere: false }).split('\n')
      for (const { line, what, at, more } of edits) {
        const i = line % lines.length
        const text = lines[i] ?? ''
        const place = at % (text.length + 1)
        if (what === 'lost') lines.splice(i, 1)
        else if (what === 'twice') lines.splice(i, 0, text)
        else if (what === 'shorter') lines[i] = text.slice(0, place) + text.slice(place + 1)
        else if (what === 'longer') lines[i] = text.slice(0, place) + more + text.slice(place)
        else lines.splice(at % lines.length, 0, ...lines.splice(i, 1))
      }
      const edited = lines.join('\n')
      const found = rowChanges(edited, snapshotText({ input: after, runsHere: false }), after.tables)
      if (found === undefined) return
      const read = parseSnapshot(edited)?.input.tables
      expect(read, edited).toBeDefined()
      for (const [name, rows] of after.tables) {
        const old = [...rows.filter((row) => found.same.has(row)), ...(found.gone.get(name) ?? [])]
        expect(new Set(read?.get(name)?.map(textOf)), edited).toEqual(new Set(old.map(textOf)))
      }
    }),
    { numRuns: 1000 },
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
