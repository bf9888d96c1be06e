import { describe, expect, test } from 'vitest'
import type { Place } from '../../../src/diagnostics/diagnostic.ts'
import { SourceText } from '../../../src/diagnostics/source-text.ts'
import { treeOfValue } from '../../../src/spec/module/tree-of-value.ts'
import { tableOfItems } from '../../../src/spec/table/read-table.ts'
import type { ListNode, Node } from '../../../src/spec/tree/node.ts'
import { parseYaml } from '../../../src/spec/yaml/parse-yaml.ts'
import { keyColumn, testTables, textOf } from './table-case.ts'

const NOWHERE: Place = { path: ['fleets', 'f', 'forEach', 'items'] }

describe('items in YAML', () => {
  testTables(
    (source, key) => {
      const list = listOf(parseYaml(source).tree)
      return tableOfItems(list, key, list.span === undefined ? NOWHERE : { span: list.span })
    },
    {
      'texts, numbers and truth values as written': {
        text: "- { a: 0001, b: \"0002\", c: 2.0 }\n- { a: x y, b: True, c: 'it''s' }\n",
        rows: [
          { a: '0001', b: '0002', c: '2.0' },
          { a: 'x y', b: 'True', c: "it's" },
        ],
      },
      'no items': { text: '«[]»', findings: ['empty-table: the table has no rows'], rows: [] },
      'a key twice, as number and as text': {
        text: '- { a: 1 }\n- { a: «"1"» }\n',
        key: 'a',
        findings: ['duplicate-row: two rows have the "a" "1"'],
        related: ['1'],
        rows: [{ a: '1' }],
      },
      'a row without key': {
        text: '- { a: 1 }\n- «{ b: 1 }»\n',
        key: 'a',
        findings: ['empty-row-key: this row has no "a"'],
        rows: [{ a: '1' }],
      },
      'a column that cannot be named': {
        text: '- { «"a "»: 1 }\n',
        findings: ['bad-column: the column "a " has space around its name'],
        rows: [{ 'a ': '1' }],
      },
      'an unknown key': {
        text: '- { a: 1 }\n',
        key: 'b',
        findings: ['unknown-key-column: the table has no column "b"'],
        rows: [{ a: '1' }],
      },
    },
  )

  test('rows and cells know where they are', () => {
    const source = new SourceText('t', '- { a: 0001, b: "x" }\n- { a: 2 }\n')
    const { tree } = tableOfItems(listOf(parseYaml(source).tree), undefined, NOWHERE)
    expect(textOf(tree?.locate(0, 'a'))).toBe('0001')
    expect(textOf(tree?.locate(0, 'b'))).toBe('"x"')
    expect(textOf(tree?.locate(1))).toBe('{ a: 2 }')
    expect(textOf(tree?.locate(1, 'b'))).toBe('{ a: 2 }')
  })
})

test('items of a module have paths for places', () => {
  const list = listOf(treeOfValue([{ a: 1 }, { a: '1' }, { ' ': true }], () => {}))
  const { tree, diagnostics } = tableOfItems(list, keyColumn('a'), NOWHERE)
  expect(tree?.rows).toEqual([{ a: '1' }])
  expect(tree?.locate(0, 'a')).toBeUndefined()
  const items = ['fleets', 'f', 'forEach', 'items']
  expect(diagnostics.map(({ code, at }) => [code, at])).toEqual([
    ['bad-column', { path: [...items, 2, ' '], on: 'key' }],
    ['duplicate-row', { path: [...items, 1, 'a'] }],
    ['empty-row-key', { path: [...items, 2] }],
  ])
})

function listOf(node: Node | undefined): ListNode {
  if (node?.kind !== 'list') throw new Error('the case is no list')
  return node
}
