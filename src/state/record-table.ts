/**
 * A table kept in a text file: one JSON object a line, sorted by key, so that git can merge it and people can
 * read it. Each line carries a checksum, the file a head with its version and an end line, so that damage is
 * noticed where it is. Lines that did not change are written back as they were read.
 */

import { hash } from 'node:crypto'
import { byteBlocks } from '../files/byte-blocks.ts'
import { Failure } from './failure.ts'

/** Must come back the same from JSON. */
export type RecordValue = object

export interface RecordTable {
  readonly get: (key: string) => RecordValue | undefined
  readonly set: (key: string, value: RecordValue) => void
  readonly remove: (key: string) => void
  /** In no set order. */
  readonly keys: () => Iterable<string>
  readonly size: () => number
  /** Whether something was set or removed since the table was read or {@link RecordTable.saved}. */
  readonly isChanged: () => boolean
  readonly saved: () => void
  /** The whole file. */
  readonly chunks: () => Iterable<Uint8Array>
}

interface Row {
  readonly value: RecordValue
  /** As in the file, without its line break; absent for new values. */
  readonly line?: Uint8Array
}

const version = 1

/** @param kind stands in the head and end of the file, so that files cannot be mistaken for each other. */
export function recordTable(kind: string, rows: Map<string, Row> = new Map()): RecordTable {
  let changed = false
  return {
    get: (key) => rows.get(key)?.value,
    set(key, value) {
      rows.set(key, { value })
      changed = true
    },
    remove(key) {
      if (rows.delete(key)) changed = true
    },
    keys: () => rows.keys(),
    size: () => rows.size,
    isChanged: () => changed,
    saved() {
      changed = false
    },
    chunks: () => fileChunks(kind, rows),
  }
}

function* fileChunks(kind: string, rows: ReadonlyMap<string, Row>): Iterable<Uint8Array> {
  const blocks = byteBlocks()
  const lineBreak = Buffer.from('\n')
  yield* blocks.add(Buffer.from(`${head(kind)}\n`))
  for (const key of [...rows.keys()].sort()) {
    const row = rows.get(key)
    if (row === undefined) continue
    yield* blocks.add(row.line ?? Buffer.from(encodeLine(key, row.value)))
    yield* blocks.add(lineBreak)
  }
  yield* blocks.add(Buffer.from(`${end(kind)}\n`))
  yield* blocks.rest()
}

function head(kind: string): string {
  return JSON.stringify({ mqttopia: kind, version })
}

function end(kind: string): string {
  return JSON.stringify({ end: kind })
}

const sumLength = 16
const sumStart = '{"sum":"'
const restStart = sumStart.length + sumLength + '"'.length

/** The checksum comes first and covers everything behind it. */
function encodeLine(key: string, value: RecordValue): string {
  const rest = `,${JSON.stringify({ key, ...value }).slice(1)}`
  return `${sumStart}${checksum(Buffer.from(rest))}"${rest}`
}

function checksum(bytes: Uint8Array): string {
  return hash('sha256', bytes).slice(0, sumLength)
}

/**
 * Reads what {@link RecordTable.chunks} gave.
 *
 * @param path for messages.
 * @throws Failure that says where the file is damaged and what to do.
 */
export function readRecordTable(kind: string, file: Buffer, path: string): RecordTable {
  const rows = new Map<string, Row>()
  const [headLine, endLine] = [head(kind), end(kind)]
  let [number, last] = [0, '']
  for (const line of lines(file)) {
    number += 1
    const text = line.toString()
    if (number === 1 && text !== headLine) throw headFailure(text, kind, path)
    if (number === 1) continue
    if (last === endLine) throw damage(path, number, 'stands after the end')
    if (text === endLine) {
      last = endLine
      continue
    }
    const value = decodeLine(line, text)
    if (value === undefined) throw damage(path, number, lineProblem(text))
    if (value.key <= last) throw damage(path, number, 'is out of order or there twice')
    last = value.key
    rows.set(last, { value, line })
  }
  if (last !== endLine) throw damage(path, number + 1, 'is missing: the file was cut off')
  return recordTable(kind, rows)
}

function damage(path: string, line: number, what: string): Failure {
  return new Failure(
    `line ${line} of ${path} ${what}; bring the file back from a backup or from git, nothing was changed`,
  )
}

function lineProblem(text: string): string {
  return /^[<=>|]{7}/.test(text) ? 'holds a merge conflict' : 'is damaged or was edited'
}

function* lines(file: Buffer): Iterable<Buffer> {
  for (let start = 0; start < file.length; ) {
    const found = file.indexOf(0x0a, start)
    const stop = found === -1 ? file.length : found
    yield file.subarray(start, stop)
    start = stop + 1
  }
}

function headFailure(text: string, kind: string, path: string): Failure {
  const found = parsedObject(text)
  if (found !== undefined && 'mqttopia' in found && found.mqttopia === kind && 'version' in found) {
    return new Failure(`${path} was written by another version of mqttopia; use that one or a newer one`)
  }
  return new Failure(
    `${path} does not begin as a file of the state should; bring it back from a backup or from git, nothing was changed`,
  )
}

function decodeLine(line: Buffer, text: string): { readonly key: string } | undefined {
  const sum = text.slice(sumStart.length, sumStart.length + sumLength)
  if (!text.startsWith(sumStart) || checksum(line.subarray(restStart)) !== sum) return undefined
  const found = parsedObject(text)
  return found !== undefined && hasKey(found) ? found : undefined
}

function hasKey(value: object): value is { readonly key: string } {
  return 'key' in value && typeof value.key === 'string'
}

function parsedObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}
