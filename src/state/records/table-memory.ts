/**
 * What is remembered of a table's file: its keys and some members of its records, packed so that a hundred thousand
 * are there at once. Nothing in it is secret, and it is never needed.
 */

import type { RecordTable } from './record-table.ts'

export interface TableMemory {
  /** Of the records. */
  readonly count: number
  /** In the order of the file, each found when it is asked for. */
  readonly keys: () => Iterable<string>
  /** Texts of one member by the number of the record; `undefined`: it is not remembered. */
  readonly column: (member: string) => TextColumn | undefined
}

/** `undefined` where a record has no such text. */
export type TextColumn = (row: number) => string | undefined

export interface PackedTable {
  readonly head: PackedHead
  /** ASCII. */
  readonly body: Buffer
}

/** As JSON. */
export interface PackedHead {
  readonly count: number
  /** Of the keys at the start of the body, joined by line breaks; or the keys themselves. */
  readonly keys: number | readonly string[]
  readonly columns: Readonly<Record<string, PackedColumn>>
}

/** One text for all, or none; texts of one width from a place in the body on; or a list. */
type PackedColumn =
  | { readonly same: string | null }
  | { readonly at: number; readonly width: number }
  | { readonly list: readonly (string | null)[] }

/** @param keys all of the table, in the order of its file. */
export function packTable(
  table: RecordTable,
  keys: readonly string[],
  members: readonly string[],
): PackedTable {
  const joined = keys.join('\n')
  const isPlain = PLAIN.test(joined) && joined.split('\n').length === keys.length
  const body = isPlain ? [joined] : []
  let length = isPlain ? joined.length : 0
  const columns: Record<string, PackedColumn> = {}
  for (const [member, texts] of textsOf(table, keys, members)) {
    const column = packColumn(texts, length)
    columns[member] = column
    if (!('at' in column)) continue
    body.push(texts.join(''))
    length += column.width * texts.length
  }
  return {
    head: { count: keys.length, keys: isPlain ? joined.length : keys, columns },
    body: Buffer.from(body.join(''), 'latin1'),
  }
}

type Texts = (string | null)[]

/** Of each member; record by record, since each is read but once. */
function textsOf(
  table: RecordTable,
  keys: readonly string[],
  members: readonly string[],
): ReadonlyMap<string, Texts> {
  const texts = new Map(members.map((member): [string, Texts] => [member, []]))
  for (const key of keys) {
    const row = table.row(key)
    for (const [member, list] of texts)
      list.push((row === undefined ? undefined : table.textOf(row, member)) ?? null)
  }
  return texts
}

const PLAIN = /^[\n -~]*$/

function packColumn(texts: readonly (string | null)[], at: number): PackedColumn {
  const [first = null] = texts
  if (texts.every((text) => text === first)) return { same: first }
  const width = first?.length ?? 0
  const isEven = texts.every((text) => text !== null && text.length === width && PLAIN.test(text))
  return isEven ? { at, width } : { list: texts }
}

export function memoryOf({ head, body }: PackedTable): TableMemory {
  const columns = new Map<string, TextColumn>()
  for (const [member, column] of Object.entries(head.columns)) columns.set(member, textColumn(column, body))
  return {
    count: head.count,
    keys: () => (typeof head.keys === 'number' ? lines(body, head.keys, head.count) : head.keys),
    column: (member) => columns.get(member),
  }
}

/** Each is read by itself: parts of one long text are slow to compare, and keys are there to be compared. */
function* lines(body: Buffer, end: number, count: number): Generator<string> {
  for (let [start, found] = [0, 0]; found < count; found += 1) {
    const stop = body.indexOf(0x0a, start)
    const next = stop === -1 || stop > end ? end : stop
    yield body.toString('latin1', start, next)
    start = next + 1
  }
}

function textColumn(column: PackedColumn, body: Buffer): TextColumn {
  if ('same' in column) return () => column.same ?? undefined
  if ('list' in column) return (row) => column.list[row] ?? undefined
  const { at, width } = column
  return (row) => body.toString('latin1', at + row * width, at + (row + 1) * width)
}
