/** Reads what follows the name of an option, as Mosquitto does for each form of value (`conf__parse_bool` and others). */

import { didYouMean } from '../../diagnostics/did-you-mean.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { LineFindings } from '../line-findings.ts'
import { trimmedEnd, trimmedStart } from '../text-lines.ts'
import { looksDecimal, parseCInteger } from './c-number.ts'
import {
  confCommentInValue,
  confNumberAdjusted,
  confNumberInvalid,
  confNumberOctal,
  confTextIgnored,
  confTextInvalid,
  confValueInvalid,
} from './codes.ts'
import type { ConfValue, ConfWord } from './conf-file.ts'
import type { ConfOption, IntegerForm } from './conf-option.ts'

/** The option of a line, as it is called there; and where to say what is wrong with it. */
export interface ValueSetting {
  readonly option: ConfOption
  readonly key: string
  readonly findings: LineFindings
}

/** `undefined` where the value is wrong, which the findings then say. `rest` holds a word at least. */
export function readValue(setting: ValueSetting, rest: ConfWord): ConfValue | undefined {
  const { form } = setting.option
  if (form.kind === 'words') return { kind: 'words', words: wordsIn(rest), rest }
  if (form.kind === 'text') return readText(setting, trimmed(rest), form)
  const [first] = wordsIn(rest)
  if (first === undefined) return undefined
  if (form.kind === 'word' && form.extent !== undefined) {
    const word = form.extent === 'rest' ? rest : trimmed(rest)
    return readWord(setting, word, form.words)
  }
  warnOfIgnored(setting, first, rest)
  if (form.kind === 'integer') return readInteger(setting, first, form)
  return form.kind === 'boolean' ? readBoolean(setting, first) : readWord(setting, first, form.words)
}

/** What Mosquitto takes of `rest` for a value of this form; for `words`, what stands between the blanks around. */
export function valueExtent({ form }: ConfOption, rest: ConfWord): ConfWord {
  const isAll = form.kind === 'words' || form.kind === 'text' || (form.kind === 'word' && form.extent)
  return isAll ? trimmed(rest) : (wordsIn(rest)[0] ?? trimmed(rest))
}

/** Words are separated by spaces, and by nothing else. */
export function wordsIn({ text, start }: ConfWord): readonly ConfWord[] {
  return Array.from(text.matchAll(/[^ ]+/g), ({ 0: word, index }) => ({
    text: word,
    start: start + index,
    end: start + index + word.length,
  }))
}

export function trimmed({ text, start }: ConfWord): ConfWord {
  const from = trimmedStart(text, 0, text.length)
  const to = trimmedEnd(text, from, text.length)
  return { text: text.slice(from, to), start: start + from, end: start + to }
}

function readText(
  { option, key, findings }: ValueSetting,
  { text, start, end }: ConfWord,
  { isSecret, maxBytes }: { readonly isSecret?: true; readonly maxBytes?: number },
): ConfValue | undefined {
  if (NOT_TEXT.test(text)) {
    findings.add(
      confTextInvalid,
      start,
      end,
      `the value of ${quoted(key)} is not UTF-8, or holds control characters`,
    )
    return undefined
  }
  const most = maxBytes ?? MOST_BYTES
  if (text.length > most || new TextEncoder().encode(text).length > most) {
    findings.add(confTextInvalid, start, end, `the value of ${quoted(key)} has more than ${most} bytes`)
    return undefined
  }
  const comment = text.search(/ +#/)
  if (comment !== -1 && isSecret !== true)
    findings.add(
      confCommentInValue,
      start + comment,
      end,
      `this is not a comment, but a part of the value of ${quoted(option.name)}`,
      'put the comment into a line of its own',
    )
  return { kind: 'text', value: text }
}

function readBoolean(setting: ValueSetting, word: ConfWord): ConfValue | undefined {
  const { text } = word
  if (text === 'true' || text === '1') return { kind: 'boolean', value: true }
  if (text === 'false' || text === '0') return { kind: 'boolean', value: false }
  refuseWord(setting, word, 'neither true nor false', meantBoolean(text))
  return undefined
}

function meantBoolean(text: string): string | undefined {
  if (/^(yes|on|enabled?|y|t)$/i.test(text)) return 'true'
  return /^(no|off|disabled?|n|f)$/i.test(text) ? 'false' : didYouMean(text, ['true', 'false'])
}

function readWord(setting: ValueSetting, word: ConfWord, words: readonly string[]): ConfValue | undefined {
  if (words.includes(word.text)) return { kind: 'word', value: word.text }
  refuseWord(setting, word, `none of ${words.join(', ')}`, didYouMean(word.text.trim(), words))
  return undefined
}

function refuseWord({ key, findings }: ValueSetting, word: ConfWord, isNot: string, meant?: string): void {
  const message = `${quoted(word.text)} is ${isNot}, which ${quoted(key)} can be`
  findings.add(confValueInvalid, word.start, word.end, message, meant && `write ${quoted(meant)}`)
}

function readInteger(
  { key, findings }: ValueSetting,
  { text, start, end }: ConfWord,
  { min = INT_MIN, max = INT_MAX, floor = min, ceiling = max }: IntegerForm,
): ConfValue | undefined {
  const value = parseCInteger(text)
  if (value === undefined) {
    const isTabbed = text.includes('\t')
    const hint = isTabbed ? 'put spaces in place of tabs' : 'write digits alone, without a unit'
    findings.add(confNumberInvalid, start, end, `${quoted(text)} is no whole number`, hint)
    return undefined
  }
  if (value < min || value > max) {
    const range = max >= INT_MAX ? `at least ${min}` : `from ${min} to ${max}`
    findings.add(confNumberInvalid, start, end, `${text} is out of range: ${quoted(key)} is ${range}`)
    return undefined
  }
  if (looksDecimal(text))
    findings.add(
      confNumberOctal,
      start,
      end,
      `${quoted(text)} is octal, and means ${value}`,
      `write ${value}`,
    )
  const counted = Math.min(Math.max(value, floor), ceiling)
  if (counted !== value && !isWayToSayNone(counted))
    findings.add(
      confNumberAdjusted,
      start,
      end,
      `${value} is out of range for ${quoted(key)}, so ${counted} counts`,
      `write ${counted}`,
    )
  return { kind: 'integer', value: counted }
}

/** Negative numbers for "no limit" are common, and what they become says the same. */
function isWayToSayNone(counted: number): boolean {
  return counted <= 0
}

function warnOfIgnored({ option, findings }: ValueSetting, first: ConfWord, rest: ConfWord): void {
  const after = trimmed({
    text: rest.text.slice(first.end - rest.start),
    start: first.end,
    end: rest.end,
  })
  if (after.text === '' || after.text.startsWith('#')) return
  const hint =
    option.repeated === 'adds'
      ? `write a line "${option.name} …" for each`
      : 'remove it, or start it with "#" if it is a comment'
  findings.add(confTextIgnored, after.start, after.end, `${quoted(after.text)} is ignored`, hint)
}

const INT_MIN = -(2 ** 31)
const INT_MAX = 2 ** 31 - 1

/** What one string of MQTT can hold. */
const MOST_BYTES = 65_535

/** What `mosquitto_validate_utf8` refuses, and what decoding puts in place of bytes that are not UTF-8. */
const NOT_TEXT = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\ufffd]/u
