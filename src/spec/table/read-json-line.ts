/** One line of JSON Lines: an object of texts, numbers and truth values. */

import { quoted } from '../../diagnostics/quoted.ts'
import { JsonScanner, JsonSlip } from '../json/json-scanner.ts'

export interface JsonCell {
  readonly column: string
  /** Numbers as written: serial numbers are longer than JavaScript's are exact. */
  readonly text: string
  /** Offsets in the line, of the key and of the value. */
  readonly key: Extent
  readonly value: Extent
}

export interface Extent {
  readonly start: number
  readonly end: number
}

/** The cells in the order of the line. @throws JsonSlip */
export function readJsonLine(line: string): readonly JsonCell[] {
  const scanner = new JsonScanner(line)
  const start = scanner.next()
  if (scanner.peek() !== '{') {
    throw new JsonSlip('this line does not begin with an object', start, start + 1, { hint: HINT })
  }
  const cells: JsonCell[] = []
  const columns = new Set<string>()
  scanner.sequence('{', '}', () => cells.push(readCell(scanner, line, columns)))
  const end = scanner.next()
  if (end < line.length) {
    throw new JsonSlip('the line goes on behind its object', end, end + 1, { hint: HINT })
  }
  return cells
}

const HINT = 'write one object a line, such as {"serial": "0001"}, with nothing around it'

function readCell(scanner: JsonScanner, line: string, columns: Set<string>): JsonCell {
  const keyStart = scanner.next()
  const column = scanner.key()
  const key = { start: keyStart, end: scanner.offset }
  if (columns.size === columns.add(column).size) {
    const hint = 'remove one of them'
    throw new JsonSlip(`the column ${quoted(column)} stands twice in this line`, key.start, key.end, { hint })
  }
  scanner.colon(column)
  const start = scanner.next()
  const text = readText(scanner, line, start)
  return { column, text, key, value: { start, end: scanner.offset } }
}

function readText(scanner: JsonScanner, line: string, start: number): string {
  const sign = scanner.peek()
  if (sign === '{' || sign === '[') {
    const kind = sign === '{' ? 'an object' : 'a list'
    const hint = 'cells are texts, numbers, true and false'
    throw new JsonSlip(`a cell cannot be ${kind}`, start, start + 1, { hint })
  }
  const value = scanner.scalar()
  if (value === null) {
    const hint = 'leave the key out, or write "" for an empty text'
    throw new JsonSlip('a cell cannot be null', start, scanner.offset, { hint })
  }
  if (typeof value === 'string' && value.includes('\0')) {
    throw new JsonSlip('a cell has a NUL character', start, scanner.offset, { hint: 'remove it' })
  }
  return typeof value === 'string' ? value : line.slice(start, scanner.offset)
}
