/**
 * What a topology was resolved from, as one text: the merged spec, the rows of its fleets and the files it names. An
 * output folder keeps it, so that a later plan can resolve what was compiled then, exactly. Equal inputs give equal
 * texts, whatever the order of keys. Secrets are references in it; a fleet's rows may hold anything.
 */

import { isRecord, parsedJson } from '../files/parsed-json.ts'
import type { Spec } from '../spec/generated/spec.ts'
import type { Row } from '../spec/row.ts'
import { definition, replaceTexts } from '../spec/shape/walk-schema.ts'
import { makeRow } from '../spec/table/table.ts'
import type { ResolvableSpec } from './resolution.ts'

/** In the output folder. */
export const SNAPSHOT_FILE = 'snapshot.json'

export interface TopologySnapshot {
  /** Of a spec without errors. */
  readonly input: ResolvableSpec
  /** It was compiled for brokers that run from the output folder. */
  readonly runsHere: boolean
}

/** @param folder of the spec; absolute where the spec was named so, and then the paths of files in it are. The text has them without it. */
export function snapshotText({ input, runsHere }: TopologySnapshot, folder = ''): string {
  const known = latestText.get(input)
  if (known?.runsHere === runsHere && known.folder === folder) return known.text
  const text = textOf({ input: located(input, folder), runsHere })
  latestText.set(input, { runsHere, folder, text })
  return text
}

/** A compile asks what has changed, and writes it down. */
const latestText = new WeakMap<
  ResolvableSpec,
  { readonly runsHere: boolean; readonly folder: string; readonly text: string }
>()

function located(input: ResolvableSpec, folder: string): ResolvableSpec {
  if (!folder.startsWith('/')) return input
  const place = (text: string) => (text.startsWith(`${folder}/`) ? text.slice(folder.length + 1) : text)
  const files = new Map(Array.from(input.files, ([path, text]) => [place(path), text]))
  return { ...input, files, value: replaceTexts(input.value, definition('filePath'), place) as Spec }
}

function textOf({ input, runsHere }: TopologySnapshot): string {
  const { value, tables, files, folderName, environment = null } = input
  const head = { mqttopia: 'snapshot', version: 1, folderName, environment, runsHere, spec: value }
  const members = [
    ...Object.entries(head).map(([key, part]) => member(key, canonical(part))),
    member('files', canonical(Object.fromEntries(files))),
    member('tables', braces(sortedTables(tables).map(([name, rows]) => member(name, tableText(rows))))),
  ]
  return `${braces(members)}\n`
}

function member(key: string, text: string): string {
  return `${JSON.stringify(key)}: ${text}`
}

function braces(members: readonly string[]): string {
  return members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n}`
}

/** In the order of the text. */
export function sortedTables(
  tables: ResolvableSpec['tables'],
): readonly (readonly [string, readonly Row[]])[] {
  return [...tables].sort(([a], [b]) => (a < b ? -1 : 1))
}

/** JSON with sorted keys. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const entries = Object.entries(value).filter(([, part]) => part !== undefined)
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${sorted.map(([key, part]) => `${JSON.stringify(key)}:${canonical(part)}`).join(',')}}`
}

/** One line a row; a cell that a row lacks is `null`. */
function tableText(rows: readonly Row[]): string {
  const columns = columnsOf(rows)
  const cells: (string | null)[] = []
  const lines = rows.map((row) => {
    for (let i = 0; i < columns.length; i++) cells[i] = row[columns[i] as string] ?? null
    return JSON.stringify(cells)
  })
  return `{ "columns": ${JSON.stringify(columns)}, "rows": [\n${lines.join(',\n')}\n] }`
}

function columnsOf(rows: readonly Row[]): readonly string[] {
  const columns = new Set<string>()
  for (const row of rows) for (const column in row) columns.add(column)
  return [...columns].sort()
}

/** `undefined` when the text is none of ours, or is from a version of mqttopia that wrote it otherwise. */
export function parseSnapshot(text: string): TopologySnapshot | undefined {
  const read = parsedJson(text)
  if (!isRecord(read) || read.mqttopia !== 'snapshot' || read.version !== 1) return undefined
  const { folderName, environment, spec, files } = read
  const tables = tablesOf(read.tables)
  if (typeof folderName !== 'string' || !isRecord(spec) || !isRecord(files) || tables === undefined)
    return undefined
  const input = {
    // What compile wrote had the shape of a spec.
    value: withoutPrototypes(spec) as unknown as Spec,
    ...{ pruned: [], folderName, tables },
    files: new Map(Object.entries(files).map(([path, content]) => [path, String(content)])),
    ...(typeof environment === 'string' ? { environment } : {}),
  }
  return { input, runsHere: read.runsHere === true }
}

/** Read from the beginning of a text; `undefined` where it does not begin as ours do. */
export function runsHereOf(text: string): boolean | undefined {
  const found = HEAD.exec(text)?.[1]
  return found === undefined ? undefined : found === 'true'
}

const HEAD =
  /^\{\n"mqttopia": "snapshot",\n"version": 1,\n"folderName": .*,\n"environment": .*,\n"runsHere": (true|false),\n/

function tablesOf(read: unknown): ReadonlyMap<string, readonly Row[]> | undefined {
  if (!isRecord(read)) return undefined
  const tables = new Map<string, readonly Row[]>()
  for (const [name, table] of Object.entries(read)) {
    if (!isRecord(table) || !Array.isArray(table.columns) || !Array.isArray(table.rows)) return undefined
    const columns = table.columns.map(String)
    tables.set(
      name,
      table.rows.map((cells: unknown) => rowOf(columns, Array.isArray(cells) ? cells : [])),
    )
  }
  return tables
}

/** From the JSON of a line. */
export function rowOf(columns: readonly string[], cells: readonly unknown[]): Row {
  if (cells.every((cell) => typeof cell === 'string')) return makeRow(columns, cells)
  const present = columns.flatMap((column, i) =>
    typeof cells[i] === 'string' ? [[column, cells[i]] as const] : [],
  )
  return makeRow(
    present.map(([column]) => column),
    present.map(([, cell]) => cell),
  )
}

/** As a loaded spec is: looking up `constructor` finds nothing. */
function withoutPrototypes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPrototypes)
  if (!isRecord(value)) return value
  const bare: Record<string, unknown> = Object.create(null)
  for (const [key, part] of Object.entries(value)) bare[key] = withoutPrototypes(part)
  return bare
}
