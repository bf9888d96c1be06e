/** Reads small tables, and holds what is said about them against what should be. */

import { expect, test } from 'vitest'
import { SourceText, type Span } from '../../../src/diagnostics/source-text.ts'
import type { KeyColumn, Table } from '../../../src/spec/table/read-table.ts'
import type { Parsed } from '../../../src/spec/tree/finding.ts'

/** Where the spec names the key column. */
const KEY_SOURCE = new SourceText('spec.yaml', 'key')

export function keyColumn(name: string): KeyColumn {
  return { name, at: { span: { source: KEY_SOURCE, start: 0, end: 3 } } }
}

export interface TableCase {
  /** Taken as it is, but for « and »: the text between them is where the findings must point, in order. */
  readonly text: string
  readonly key?: string
  /** `code: message` of each finding. */
  readonly findings?: readonly string[]
  /** The texts that the first finding's related places point at. */
  readonly related?: readonly string[]
  /** Part of the first finding's hint. */
  readonly hint?: string
  /** The cells of each row; `undefined` when there must be no table. */
  readonly rows: readonly Readonly<Record<string, string>>[] | undefined
}

type Read = (source: SourceText, key: KeyColumn | undefined) => Parsed<Table>

/** One test for each case. */
export function testTables(read: Read, cases: Readonly<Record<string, TableCase>>): void {
  for (const [name, { text: marked, key, findings = [], related, hint, rows }] of Object.entries(cases)) {
    test(name, () => {
      const { text, pieces } = unmark(marked)
      const source = new SourceText('devices', text)
      const { tree, diagnostics } = read(source, key === undefined ? undefined : keyColumn(key))
      expect(diagnostics.map(({ code, message }) => `${code}: ${message}`)).toEqual(findings)
      const inTable = diagnostics.map(({ at }) => ('span' in at ? at.span : undefined))
      expect(inTable.filter((span) => span?.source === source).map(shown)).toEqual(pieces)
      expect(tree?.rows.map((row) => Object.fromEntries(Object.entries(row)))).toEqual(rows)
      if (hint !== undefined) expect(diagnostics[0]?.hint).toContain(hint)
      if (related === undefined) return
      const others = diagnostics[0]?.related ?? []
      expect(others.map(({ at }) => ('span' in at ? textOf(at.span) : ''))).toEqual(related)
    })
  }
}

export function textOf(span: Span | undefined): string | undefined {
  return span?.source.text.slice(span.start, span.end)
}

function shown(span: Span | undefined): string {
  return `${span?.start}: ${textOf(span)}`
}

function unmark(marked: string): { readonly text: string; readonly pieces: readonly string[] } {
  const pieces: string[] = []
  let text = ''
  for (const [i, part] of marked.split(/[«»]/).entries()) {
    if (i % 2 === 1) pieces.push(`${text.length}: ${part}`)
    text += part
  }
  return { text, pieces }
}
