/**
 * Reads the file of a record table, and says exactly where it is damaged. Lines may stand in any order and come twice:
 * git, which is told to keep the lines of both sides where branches meet, makes files of that kind.
 */

import { dirname } from 'node:path'
import { Failure } from '../../diagnostics/failure.ts'
import {
  checksum,
  dataStart,
  endLine,
  headLine,
  keyStart,
  parsedObject,
  type RecordTable,
  recordTable,
  type StoredRows,
  sumLength,
  sumStart,
} from './record-table.ts'

/**
 * @param path for messages.
 * @throws Failure that says where the file is damaged and what to do.
 */
export function readRecordTable(kind: string, file: Buffer, path: string): RecordTable {
  const rows: StoredLists = { file, keys: new Map(), starts: [], ends: [], data: [] }
  const end = Buffer.from(endLine(kind))
  let [number, last, closed] = [0, '', false]
  for (const { start, stop } of lines(file)) {
    number += 1
    if (number === 1) checkHead(kind, file.toString('utf8', start, stop), path)
    else if (closed) throw damage(path, number, 'stands after the end')
    else if (end.compare(file, start, stop) === 0) closed = true
    else last = addRow(rows, { start, stop }, last) ?? fail(lineFailure(rows, { start, stop }, number, path))
  }
  if (!closed) throw damage(path, number + 1, 'is missing: the file was cut off')
  return recordTable(kind, rows)
}

type StoredLists = {
  readonly [K in keyof StoredRows]: StoredRows[K] extends readonly (infer T)[] ? T[] : StoredRows[K]
}

interface Line {
  readonly start: number
  /** Without the line break. */
  readonly stop: number
}

function* lines(file: Buffer): Iterable<Line> {
  for (let start = 0; start < file.length; ) {
    const found = file.indexOf(0x0a, start)
    const stop = found === -1 ? file.length : found
    yield { start, stop }
    start = stop + 1
  }
}

const restStart = sumStart.length + sumLength

/** Gives the greatest key so far; `undefined` when the line is not as it was written, or there was another with its key. */
function addRow(
  { file, keys, starts, ends, data }: StoredLists,
  { start, stop }: Line,
  last: string,
): string | undefined {
  const sum = checksum(file.subarray(Math.min(start + restStart, stop), stop))
  if (file.toString('latin1', start, start + restStart) !== sumStart + sum) return undefined
  const key = readKey(file, start, stop)
  if (key === undefined) return undefined
  const known = key <= last ? keys.get(key) : undefined
  if (typeof known === 'number') {
    const [from = 0, to = 0] = [starts[known], ends[known]]
    return file.compare(file, from, to, start, stop) === 0 ? last : undefined
  }
  keys.set(key, starts.length)
  starts.push(start)
  ends.push(stop)
  data.push(findData(file, start, stop))
  return key > last ? key : last
}

/** The key stands behind the checksum. It alone is decoded, as long as nothing in it is escaped. */
function readKey(file: Buffer, start: number, stop: number): string | undefined {
  const begin = start + restStart + keyStart.length
  const end = file.indexOf(0x22, begin + 1)
  const text = file.toString('utf8', begin + 1, end)
  if (!text.includes('\\')) return text
  const row = parsedObject(file.toString('utf8', start, stop))
  return row !== undefined && 'key' in row && typeof row.key === 'string' ? row.key : undefined
}

/** Where the base64 begins in a line that ends with data: behind the last quotation mark but one; 0 without data. */
function findData(file: Buffer, start: number, stop: number): number {
  const open = file.lastIndexOf(0x22, stop - 3) + 1
  const mark = open - dataStart.length
  return mark > start && file.toString('latin1', mark, open) === dataStart ? open : 0
}

/** Why a line was not taken. */
function lineFailure(
  { file, keys }: StoredLists,
  { start, stop }: Line,
  line: number,
  path: string,
): Failure {
  if (/^(<<<<<<<|=======|>>>>>>>|\|{7})/.test(file.toString('latin1', start, start + 7))) {
    return conflict(
      `line ${line} of ${path} is part of a merge conflict: two branches changed the same`,
      path,
    )
  }
  const key = readKey(file, start, stop)
  if (key !== undefined && keys.has(key)) {
    return conflict(
      `line ${line} of ${path} is the second for "${key}": two branches changed it, or it was copied`,
      path,
    )
  }
  return damage(path, line, 'is damaged or was edited')
}

/** Secrets and what was issued with them go together, so a side is taken as a whole. */
function conflict(what: string, path: string): Failure {
  const folder = dirname(path)
  return new Failure(
    `${what}; where the vault is encrypted, "mqttopia vault merge" merges them; or take one side as a whole with "git restore -SWs MERGE_HEAD ${folder}", or HEAD for the other, and run "mqttopia compile": it makes anew what only the other side had; nothing was changed`,
  )
}

function checkHead(kind: string, line: string, path: string): void {
  if (line === headLine(kind)) return
  if (line === `${headLine(kind)}\r`)
    throw damage(path, 1, 'ends like a line of Windows, which a program has made of it')
  const head = parsedObject(line)
  if (head !== undefined && 'mqttopia' in head && head.mqttopia === kind && 'version' in head) {
    throw new Failure(`${path} was written by another version of mqttopia; use that one or a newer one`)
  }
  throw damage(path, 1, 'is not the first line of such a file')
}

function damage(path: string, line: number, what: string): Failure {
  return new Failure(
    `line ${line} of ${path} ${what}; bring the file back from a backup or from git, nothing was changed`,
  )
}

function fail(failure: Failure): never {
  throw failure
}
