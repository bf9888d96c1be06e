/**
 * A table kept in a text file: one JSON object a line, sorted by key, so that git can merge it and people can
 * read it. Each line carries a checksum, the file a head with its version and an end line, so that damage is
 * noticed where it is. Lines that did not change are written back as they were read.
 */

import { crc32 } from 'node:zlib'
import { byteBlocks } from '../files/byte-blocks.ts'

/** Must come back the same from JSON; without the members `sum`, `key` and `data`. */
export type RecordValue = object

export interface RecordTable {
  readonly has: (key: string) => boolean
  /** Decoded anew at each call, as data is: a fleet's records would fill the memory. */
  readonly get: (key: string) => RecordValue | undefined
  /** The bytes that a record has beside its value. */
  readonly data: (key: string) => Buffer | undefined
  readonly set: (key: string, value: RecordValue, data?: Uint8Array) => void
  readonly remove: (key: string) => void
  /** In no set order. */
  readonly keys: () => Iterable<string>
  /** Whether something was set or removed since the table was read or {@link RecordTable.saved}. */
  readonly isChanged: () => boolean
  readonly saved: () => void
  /** The whole file. */
  readonly chunks: () => Iterable<Uint8Array>
}

/** Where the record comes from: the file, which is not copied, or {@link RecordTable.set}. */
type Row = StoredRow | FreshRow

export interface StoredRow {
  /** Of its line in the file, without the line break. */
  readonly start: number
  readonly end: number
  /** Where the base64 of its data begins, if it has any; it goes to two characters before the end. */
  readonly data?: number
}

interface FreshRow {
  readonly value: RecordValue
  readonly fresh: Uint8Array | undefined
}

const version = 1

/**
 * @param kind stands in the head and end of the file, so that files cannot be mistaken for each other.
 * @param file what the stored rows refer to.
 */
export function recordTable(
  kind: string,
  file: Buffer = Buffer.alloc(0),
  stored: ReadonlyMap<string, StoredRow> = new Map(),
): RecordTable {
  const rows = new Map<string, Row>(stored)
  let changed = false
  return {
    has: (key) => rows.has(key),
    get(key) {
      const row = rows.get(key)
      return row && ('fresh' in row ? row.value : parsedObject(membersOf(file, row)))
    },
    data(key) {
      const row = rows.get(key)
      return row && dataOf(row, file)
    },
    set(key, value, data) {
      rows.set(key, { value, fresh: data })
      changed = true
    },
    remove(key) {
      if (rows.delete(key)) changed = true
    },
    keys: () => rows.keys(),
    isChanged: () => changed,
    saved() {
      changed = false
    },
    chunks: () => fileChunks(kind, file, rows),
  }
}

/** The line without its data. */
function membersOf(file: Buffer, { start, end, data }: StoredRow): string {
  return data === undefined
    ? file.toString('utf8', start, end)
    : `${file.toString('utf8', start, data - dataStart.length)}}`
}

export function parsedObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

function dataOf(row: Row, file: Buffer): Buffer | undefined {
  if ('fresh' in row) return row.fresh && Buffer.from(row.fresh)
  if (row.data === undefined) return undefined
  return Buffer.from(file.toString('latin1', row.data, row.end - 2), 'base64')
}

function* fileChunks(kind: string, file: Buffer, rows: ReadonlyMap<string, Row>): Iterable<Uint8Array> {
  const blocks = byteBlocks()
  const lineBreak = Buffer.from('\n')
  yield* blocks.add(Buffer.from(`${headLine(kind)}\n`))
  for (const key of [...rows.keys()].sort()) {
    const row = rows.get(key)
    if (row === undefined) continue
    yield* blocks.add('fresh' in row ? encodeRow(key, row) : file.subarray(row.start, row.end))
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
