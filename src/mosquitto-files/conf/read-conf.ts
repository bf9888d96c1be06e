/** Reads the text of a mosquitto.conf(5), as `config__read_file_core` of 2.1 does: line by line, includes in their places. */

import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { didYouMean } from '../../diagnostics/did-you-mean.ts'
import { Failure } from '../../diagnostics/failure.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import { SourceText, type Span } from '../../diagnostics/source-text.ts'
import { LineFindings } from '../line-findings.ts'
import {
  confIncludeNested,
  confIncludeUnreadable,
  confOptionUnknown,
  confTextInvalid,
  confValueMissing,
} from './codes.ts'
import type { ConfEntry, ConfFile, ConfWord } from './conf-file.ts'
import type { ConfOption } from './conf-option.ts'
import { confOptionNames, findConfOption } from './conf-options.ts'
import type { ConfReader } from './conf-reader.ts'
import { includedNames } from './include-order.ts'
import { readValue, trimmed, valueExtent } from './read-value.ts'

export interface ConfReading {
  readonly file: ConfFile
  /** Of the file and of all that it includes. */
  readonly diagnostics: readonly Diagnostic[]
}

/** `reader` is asked for what `include_dir` names. Secrets in the text never show in excerpts. */
export function readConf(source: SourceText, reader: ConfReader): ConfReading {
  const diagnostics: Diagnostic[] = []
  const file = new FileReading(source, reader, diagnostics, true).read()
  return { file, diagnostics }
}

class FileReading {
  readonly #source: SourceText
  readonly #reader: ConfReader
  readonly #diagnostics: Diagnostic[]
  readonly #findings: LineFindings
  readonly #isMain: boolean
  readonly #entries: ConfEntry[] = []

  constructor(source: SourceText, reader: ConfReader, diagnostics: Diagnostic[], isMain: boolean) {
    this.#source = source
    this.#reader = reader
    this.#diagnostics = diagnostics
    this.#findings = new LineFindings(source)
    this.#isMain = isMain
  }

  read(): ConfFile {
    const { text } = this.#source
    for (let start = 0, next = 0; start < text.length; start = next) {
      const lineBreak = text.indexOf('\n', start)
      next = lineBreak === -1 ? text.length : lineBreak + 1
      this.#readLine(start, withoutBreak(text, start, next))
    }
    this.#diagnostics.push(...this.#findings.diagnostics)
    return { source: this.#source, entries: this.#entries }
  }

  #readLine(start: number, end: number): void {
    const { text } = this.#source
    if (start === end || text[start] === '#' || text[start] === '\r') return
    const key = firstWord(text, start, end)
    if (key === undefined) return
    const rest = piece(text, Math.min(key.end + 1, end), end)
    const option = findConfOption(key.text)
    if (isSecret(option, key.text)) this.#source.hide(key.start + plainName(key.text).length, end)
    if (text.slice(start, end).includes('\0')) {
      const message = 'the line holds the character U+0000'
      this.#findings.add(confTextInvalid, start, end, message)
    } else if (option === undefined) this.#refuseKey(key)
    else this.#entries.push(this.#entry(option, key, rest))
  }

  #entry(option: ConfOption, key: ConfWord, rest: ConfWord): ConfEntry {
    const keySpan = this.#span(key)
    const entry = { option, key: key.text, keySpan, valueSpan: this.#span(valueExtent(option, rest)) }
    if (trimmed(rest).text === '') {
      const message = `${quoted(key.text)} has no value`
      this.#findings.add(confValueMissing, key.start, key.end, message, 'write the value, or remove the line')
      return { ...entry, value: undefined }
    }
    const value = readValue({ option, key: key.text, findings: this.#findings }, rest)
    return option.name === 'include_dir'
      ? { ...entry, value, included: this.#include(key, rest) }
      : { ...entry, value }
  }

  /** Blanks around the path belong to it. */
  #include(key: ConfWord, { text: folder, start, end }: ConfWord): readonly ConfFile[] {
    if (!this.#isMain) {
      const message = 'only the main file can include others'
      this.#findings.add(confIncludeNested, key.start, end, message, 'move the line to the main file')
      return []
    }
    const names = this.#reader.list(folder)
    if (names instanceof Failure) {
      this.#findings.add(confIncludeUnreadable, start, end, oneLine(names.message))
      return []
    }
    return includedNames(names).flatMap((name) => {
      const path = `${folder}/${name}`
      const text = this.#reader.read(path)
      if (text instanceof Failure) {
        this.#findings.add(confIncludeUnreadable, start, end, oneLine(text.message))
        return []
      }
      return new FileReading(new SourceText(path, text), this.#reader, this.#diagnostics, false).read()
    })
  }

  /** What follows the name may be a password, behind a tab or a `=`: it is not shown. */
  #refuseKey({ text, start, end }: ConfWord): void {
    const name = plainName(text)
    const isName = name === '' || name === text
    const message = isName
      ? `${quoted(text)} is no option of Mosquitto`
      : `${quoted(name)} is not followed by a space`
    this.#findings.add(
      confOptionUnknown,
      start,
      isName ? end : start + name.length,
      message,
      this.#keyHint(text),
    )
  }

  #keyHint(text: string): string | undefined {
    if (text.startsWith('\ufeff')) return 'save the file without a byte order mark'
    if (text.startsWith('#')) return 'put the "#" of a comment into the first column'
    if (text.includes('\t')) return 'put a space in place of the tab'
    const name = plainName(text)
    if (findConfOption(name) !== undefined) return `put a space behind ${quoted(name)}`
    const meant = this.#findings.isFull(confOptionUnknown) ? undefined : didYouMean(name, confOptionNames)
    return meant && `did you mean ${quoted(meant)}?`
  }

  #span({ start, end }: ConfWord): Span {
    return { source: this.#source, start, end }
  }
}

/** The end of a line without what breaks it. */
function withoutBreak(text: string, start: number, next: number): number {
  let end = next
  while (end > start && (text[end - 1] === '\n' || text[end - 1] === '\r')) end -= 1
  return end
}

function firstWord(text: string, start: number, end: number): ConfWord | undefined {
  let from = start
  while (from < end && text[from] === ' ') from += 1
  if (from === end) return undefined
  const space = text.indexOf(' ', from)
  return piece(text, from, space === -1 ? end : Math.min(space, end))
}

function piece(text: string, start: number, end: number): ConfWord {
  return { text: text.slice(start, end), start, end }
}

/** A key without what stands behind a wrong separator: `password=…` holds a password. */
function plainName(key: string): string {
  return /^[\w.]*/.exec(key)?.[0] ?? ''
}

/** Of an unknown option nobody knows; a misspelt password is one still. */
function isSecret(option: ConfOption | undefined, key: string): boolean {
  if (option === undefined) return true
  if (option.isPrefix === true) return /pass|psk|secret|key|token/i.test(key)
  return option.form.kind === 'text' && option.form.isSecret === true
}

/** What a failure says may quote a path with characters that break a line. */
function oneLine(message: string): string {
  return message.replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029]/g, '\ufffd')
}
