/** Where the fields of a CSV text (RFC 4180) are, and what is wrong with the first one that is not well-formed. */

export interface CsvField {
  readonly start: number
  /** Exclusive; quotes belong to the field. */
  readonly end: number
  /** Where the next field begins. */
  readonly next: number
  /** True for the last field of its record. */
  readonly isLast: boolean
  readonly fault?: CsvFault
}

export interface CsvFault {
  readonly message: string
  readonly hint: string
  readonly start: number
  readonly end: number
}

const WHOLE_FIELD = 'put the whole field into quotes, and double those inside'

/** Where records begin, in order; blank lines are none. Nothing behind the first fault is read. */
export function* recordStarts(text: string): Generator<number, void> {
  for (let at = beginning(text); at < text.length; ) {
    let field = fieldAt(text, at)
    if (!isBlankLine(field)) yield at
    while (!field.isLast) field = fieldAt(text, field.next)
    at = field.next
  }
}

/** The fields of the record that begins at `start`. */
export function recordFields(text: string, start: number): CsvField[] {
  const fields = [fieldAt(text, start)]
  for (let last = fields[0]; last !== undefined && !last.isLast; ) {
    last = fieldAt(text, last.next)
    fields.push(last)
  }
  return fields
}

export function firstFault(text: string): CsvFault | undefined {
  for (let at = beginning(text); at < text.length; ) {
    const { fault, next } = fieldAt(text, at)
    if (fault !== undefined) return fault
    at = next
  }
  return undefined
}

function beginning(text: string): number {
  return text.startsWith('\ufeff') ? 1 : 0
}

function isBlankLine({ start, end, isLast }: CsvField): boolean {
  return start === end && isLast
}

function fieldAt(text: string, start: number): CsvField {
  return text[start] === '"' ? quotedField(text, start) : bareField(text, start)
}

function quotedField(text: string, start: number): CsvField {
  const end = closingQuote(text, start) + 1
  if (end === 0) {
    return broken(text, start, {
      message: 'the quote that opens here is never closed',
      hint: 'close it behind the field, or double it where it is part of the text',
      start,
      end: start + 1,
    })
  }
  return endOfField(text, start, end) ?? broken(text, start, behindQuote(text, end))
}

/** -1 when there is none. Doubled quotes are text. */
function closingQuote(text: string, start: number): number {
  let at = text.indexOf('"', start + 1)
  while (at !== -1 && text[at + 1] === '"') at = text.indexOf('"', at + 2)
  return at
}

function behindQuote(text: string, end: number): CsvFault {
  const isSpace = /^[ \t]+(?:,|\r?\n|$)/.test(text.slice(end, end + 100))
  return {
    message: 'a quoted field goes on behind its closing quote',
    hint: isSpace ? 'remove the space behind the quote' : WHOLE_FIELD,
    start: end,
    end: end + 1,
  }
}

function bareField(text: string, start: number): CsvField {
  const stop = /[,\n\r"]/g
  stop.lastIndex = start
  const end = stop.exec(text)?.index ?? text.length
  const field = endOfField(text, start, end)
  if (field !== undefined) return field
  const at = { start: end, end: end + 1 }
  if (text[end] === '\r') {
    const message = 'a carriage return stands here without a line feed'
    return broken(text, start, { message, hint: 'end lines with LF or CRLF', ...at })
  }
  const isSpace = text.slice(start, end).trim() === ''
  return broken(text, start, {
    message: 'a quote stands inside a field that does not begin with one',
    hint: isSpace ? 'remove the space before the quote' : WHOLE_FIELD,
    ...at,
  })
}

/** The field, when a comma, a line break or the end of the text stands at `end`. */
function endOfField(text: string, start: number, end: number): CsvField | undefined {
  if (end >= text.length) return { start, end, next: end, isLast: true }
  if (text[end] === ',') return { start, end, next: end + 1, isLast: false }
  if (text[end] === '\n') return { start, end, next: end + 1, isLast: true }
  return text.startsWith('\r\n', end) ? { start, end, next: end + 2, isLast: true } : undefined
}

/** Nothing behind a fault is read. */
function broken(text: string, start: number, fault: CsvFault): CsvField {
  return { start, end: text.length, next: text.length, isLast: true, fault }
}
