/** Reads the tables of all fleets: files, items written in the spec, ranges. */

import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import { SourceText, type Span } from '../../diagnostics/source-text.ts'
import { tableChoice } from '../codes/table-codes.ts'
import type { SpecReader } from '../spec-reader.ts'
import {
  type KeyColumn,
  type NumberRange,
  readCsv,
  readJsonl,
  type Table,
  tableOfItems,
  tableOfRange,
} from '../table/read-table.ts'
import { alternatives } from '../tree/alternatives.ts'
import { type Parsed, type Report, reporter } from '../tree/finding.ts'
import { childOf, type MapNode, type Node, nodeAt } from '../tree/node.ts'
import { placeOfKey, placeOfValue } from '../tree/place.ts'
import { readText, reportProblem } from './read-text.ts'
import { inFolder } from './spec-path.ts'

/** By the name of the fleet. */
export type Tables = ReadonlyMap<string, Table>

const SOURCES = ['csv', 'jsonl', 'items', 'range'] as const

export async function readTables(
  tree: Node | undefined,
  folder: string,
  reader: SpecReader,
): Promise<{ readonly tables: Tables; readonly diagnostics: readonly Diagnostic[] }> {
  const tables = new Map<string, Table>()
  const diagnostics: Diagnostic[] = []
  const fleets = childOf(tree, 'fleets')
  for (const name of fleets?.kind === 'map' ? fleets.entries.keys() : []) {
    const path = ['fleets', name, 'forEach']
    const forEach = nodeAt(tree, path)
    if (tree === undefined || forEach?.kind !== 'map') continue
    const { tree: table, diagnostics: found } = await readTable(tree, forEach, path, { folder, reader })
    diagnostics.push(...found)
    if (table !== undefined) tables.set(name, table)
  }
  return { tables, diagnostics }
}

interface World {
  readonly folder: string
  readonly reader: SpecReader
}

async function readTable(
  tree: Node,
  forEach: MapNode,
  path: readonly string[],
  world: World,
): Promise<Parsed<Table>> {
  const { diagnostics, report } = reporter()
  const given = SOURCES.filter((source) => forEach.entries.has(source))
  const [source] = given
  if (source === undefined || given.length > 1) {
    reportChoice(tree, path, given, report)
    return { diagnostics }
  }
  const key = keyColumn(tree, path)
  const value = childOf(forEach, source)
  const at = placeOfValue(tree, [...path, source])
  if (value?.kind === 'list') return tableOfItems(value, key, at)
  if (value?.kind === 'map') return tableOfRange(rangeOf(value), key, at)
  const file = value?.kind === 'scalar' ? String(value.value) : ''
  const text = await readText(world.reader, inFolder(world.folder, file), 'table')
  if (text instanceof SourceText) return source === 'csv' ? readCsv(text, key) : readJsonl(text, key)
  reportProblem(text, at, report)
  return { diagnostics }
}

function reportChoice(tree: Node, path: readonly string[], given: readonly string[], report: Report): void {
  const names = alternatives(given.map(quoted), 'and')
  report(tableChoice, {
    message:
      given.length === 0
        ? `fleet ${quoted(String(path[1]))} names no table`
        : `fleet ${quoted(String(path[1]))} names several tables: ${names}`,
    at: placeOfKey(tree, path),
    hint: `write one of ${alternatives(SOURCES.map(quoted))}`,
  })
}

function keyColumn(tree: Node, forEach: readonly string[]): KeyColumn | undefined {
  const path = [...forEach, 'key']
  const node = nodeAt(tree, path)
  return node?.kind === 'scalar' ? { name: String(node.value), at: placeOfValue(tree, path) } : undefined
}

function rangeOf(range: MapNode): NumberRange {
  const numberAt = (name: string) => {
    const node = childOf(range, name)
    return node?.kind === 'scalar' ? Number(node.value) : Number.NaN
  }
  const width = numberAt('width')
  return { from: numberAt('from'), to: numberAt('to'), ...(Number.isNaN(width) ? {} : { width }) }
}

export function locateTable(tables: Tables, fleet: string, row: number, column?: string): Span | undefined {
  return tables.get(fleet)?.locate(row, column)
}
