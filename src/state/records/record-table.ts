/**
 * A table kept in a text file: one JSON object a line, sorted by key, so that git can merge it and people can
 * read it. Each line carries a checksum, the file a head with its version and an end line, so that damage is
 * noticed where it is. Lines that did not change are written back as they were read.
 */

import { crc32 } from 'node:zlib'
import { byteBlocks } from '../../files/byte-blocks.ts'

/** Must come back the same from JSON; without the members `sum`, `key` and `data`. */
export type RecordValue = object

export interface RecordTable {
  /** Stands in the head and end of its file. */
  readonly kind: string
  readonly has: (key: string) => boolean
  /** Decoded anew at each call, as data is: a fleet's records would fill the memory. */
  readonly get: (key: string) => RecordValue | undefined
  /** The record as it is now, whatever is set under its key later. */
  readonly row: (key: string) => Row | undefined
  readonly recordOf: (row: Row) => RecordValue | undefined
  /** One member of a record that is a text, without the cost of the others. */
  readonly textOf: (row: Row, member: string) => string | undefined
  readonly dataOf: (row: Row) => Buffer | undefined
  /** The bytes that a record has beside its value. */
  readonly data: (key: string) => Buffer | undefined
  readonly set: (key: string, value: RecordValue, data?: Uint8Array) => void
  readonly remove: (key: string) => void
  /** Those that begin so, in no set order. */
  readonly keys: (prefix?: string) => Iterable<string>
  /** Whether something was set or removed since the table was read or {@link RecordTable.saved}. */
  readonly isChanged: () => boolean
  readonly saved: () => void
  /** In the order of the file, which is as the table is. */
  readonly fileKeys: () => readonly string[]
  /** The whole file. */
  readonly chunks: () => Iterable<Uint8Array>
}

/** Where the record comes from: a line of the file, by its number among the records, or {@link RecordTable.set}. */
export type Row = number | FreshRow

/** Lists of numbers, since an object for each line would cost more than all the rest of reading a large file. */
export interface StoredRows {
  readonly file: Buffer
  /** The numbers of the records. The table takes this over. */
  readonly keys: Map<string, Row>
  /** Of each line in the file, without the line break. */
  readonly starts: readonly number[]
  readonly ends: readonly number[]
  /** Where the base64 of the data begins; it goes to two characters before the end. 0: there is none. */
  readonly data: readonly number[]
}

export interface FreshRow {
  readonly value: RecordValue
  readonly fresh: Uint8Array | undefined
}

const version = 1

/** @param kind stands in the head and end of the file, so that files cannot be mistaken for each other. */
export function recordTable(kind: string, stored: StoredRows = noRows()): RecordTable {
  const rows = stored.keys
  let [changed, isSorted] = [false, false]
  let latest: (Members & { readonly row: number }) | undefined
  const membersOf = (row: number) => {
    if (latest?.row !== row) latest = { row, ...plainMembers(storedMembers(stored, row)) }
    return latest
  }
  const recordOf = (row: Row) => (typeof row === 'object' ? row.value : parsedObject(membersOf(row).text))
  const dataOf = (row: Row) =>
    typeof row === 'object' ? row.fresh && Buffer.from(row.fresh) : storedData(stored, row)
  return {
    kind,
    has: (key) => rows.has(key),
    get(key) {
      const row = rows.get(key)
      return row === undefined ? undefined : recordOf(row)
    },
    data(key) {
      const row = rows.get(key)
      return row === undefined ? undefined : dataOf(row)
    },
    row: (key) => rows.get(key),
    recordOf,
    textOf: (row, member) =>
      typeof row === 'object' ? textIn(row.value, member) : textMember(membersOf(row), member),
    dataOf,
    set(key, value, data) {
      rows.set(key, { value, fresh: data })
      changed = true
    },
    remove(key) {
      if (rows.delete(key)) changed = true
    },
    *keys(prefix = '') {
      for (const key of rows.keys()) if (key.startsWith(prefix)) yield key
    },
    isChanged: () => changed,
    saved() {
      if (changed) isSorted = true
      changed = false
    },
    fileKeys: () => (isSorted ? [...rows.keys()].sort() : [...rows.keys()]),
    chunks: () => fileChunks(kind, stored),
  }
}

function noRows(): StoredRows {
  return { file: Buffer.alloc(0), keys: new Map(), starts: [], ends: [], data: [] }
}

/** The line without its data. */
function storedMembers({ file, starts, ends, data }: StoredRows, row: number): string {
  const [start = 0, end = 0, dataAt = 0] = [starts[row], ends[row], data[row]]
  return dataAt === 0
    ? file.toString('utf8', start, end)
    : `${file.toString('utf8', start, dataAt - dataStart.length)}}`
}

function storedData({ file, ends, data }: StoredRows, row: number): Buffer | undefined {
  const [start = 0, end = 0] = [data[row], ends[row]]
  return start === 0 ? undefined : Buffer.from(file.toString('latin1', start, end - 2), 'base64')
}

export function textIn(value: object | undefined, member: string): string | undefined {
  if (value === undefined || !Object.hasOwn(value, member)) return undefined
  const found: unknown = Reflect.get(value, member)
  return typeof found === 'string' ? found : undefined
}

interface Members {
  /** A line without its data. */
  readonly text: string
  /** Up to here nothing can be a list or an object. */
  readonly plainEnd: number
}

function plainMembers(text: string): Members {
  const [list, object] = [text.indexOf('['), text.indexOf('{', 1)].map((at) => (at === -1 ? text.length : at))
  return { text, plainEnd: Math.min(list ?? 0, object ?? 0) }
}

/** Found without decoding the line, unless it could stand inside another member or has something escaped. */
function textMember({ text, plainEnd }: Members, member: string): string | undefined {
  const mark = `"${member}":"`
  const at = text.indexOf(mark)
  if (at === -1) return undefined
  const start = at + mark.length
  const value = text.slice(start, text.indexOf('"', start))
  return at < plainEnd && !value.includes('\\') ? value : textIn(parsedObject(text), member)
}

export function parsedObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

function* fileChunks(kind: string, { file, keys, starts, ends }: StoredRows): Iterable<Uint8Array> {
  const blocks = byteBlocks()
  const lineBreak = Buffer.from('\n')
  yield* blocks.add(Buffer.from(`${headLine(kind)}\n`))
  for (const key of [...keys.keys()].sort()) {
    const row = keys.get(key)
    if (row === undefined) continue
    yield* blocks.add(typeof row === 'object' ? encodeRow(key, row) : file.subarray(starts[row], ends[row]))
    yield* blocks.add(lineBreak)
  }
  yield* blocks.add(Buffer.from(`${endLine(kind)}\n`))
  yield* blocks.rest()
}

export function headLine(kind: string): string {
  return JSON.stringify({ mqttopia: kind, version })
}

export function endLine(kind: string): string {
  return JSON.stringify({ end: kind })
}

export const sumStart = '{"sum":"'
export const sumLength = 8
export const keyStart = '","key":'
export const dataStart = ',"data":"'

/** The checksum stands first and covers what follows it; data stands last, so that it can be skipped. */
function encodeRow(key: string, { value, fresh }: FreshRow): Buffer {
  const members = JSON.stringify(value).slice(1, -1)
  const data = fresh === undefined ? '' : `${dataStart}${asBuffer(fresh).toString('base64')}"`
  const row = Buffer.from(
    `${sumStart}00000000${keyStart}${JSON.stringify(key)}${members === '' ? '' : ','}${members}${data}}`,
  )
  row.write(checksum(row.subarray(sumStart.length + sumLength)), sumStart.length, 'latin1')
  return row
}

function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}

/** CRC-32 in hexadecimal: against accidents, not against people, who could compute any other sum too. */
export function checksum(text: string | Uint8Array): string {
  return crc32(text).toString(16).padStart(sumLength, '0')
}
