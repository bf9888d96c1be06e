/** Slips of lines: indentation, colons, list items. */

import { quoted } from '../../diagnostics/quoted.ts'
import { yamlColon, yamlIndentation, yamlReserved } from '../codes/syntax-codes.ts'
import type { Symptom, YamlFault } from './yaml-fault.ts'

/** `key: - item`. */
const itemOnKeyLine: Symptom = (fault) => {
  if (!fault.jargon.includes('block-seq-ind on same line')) return undefined
  return {
    code: yamlColon,
    finding: {
      message: 'a list cannot begin on the line of its key',
      at: fault.at(fault.start, fault.start + 1),
      hint: 'begin it on the next line, or write the items in brackets: [a, b]',
    },
  }
}

/** `key: | text` and `key: > text`. */
const blockHeader: Symptom = (fault) => {
  const { text, start } = fault.line()
  const sign = /(?:^|\s)([|>])/.exec(text.slice(0, fault.start - start + 1))
  if (fault.code !== 'UNEXPECTED_TOKEN' || sign === null) return undefined
  const at = start + sign.index + sign[0].length - 1
  return {
    code: yamlReserved,
    finding: {
      message: `"${sign[1]}" begins a text of several lines, which starts on the next line`,
      at: fault.at(at, at + 1),
      hint: 'put text that begins with this character into quotes',
    },
  }
}

/** `a: b: c`, or a line indented below a key that has a value already. */
const secondColon: Symptom = (fault) => {
  if (fault.code !== 'BLOCK_AS_IMPLICIT_KEY' || !fault.jargon.startsWith('Nested')) return undefined
  const { text, start } = fault.line()
  const rest = text.slice(fault.start - start)
  const colon = rest.search(/:(\s|$)/)
  if (colon < 0) return deeperThanValue(fault, start + text.length)
  return {
    code: yamlColon,
    finding: {
      message: 'a second colon on one line would begin a map inside the first value',
      at: fault.at(fault.start + colon, fault.start + colon + 1),
      hint: 'put text that holds a colon into quotes, or begin a new line',
    },
  }
}

function deeperThanValue(fault: YamlFault, endOfLine: number) {
  const [space, word] = /^\s*([^\s:]*)/.exec(fault.text.slice(endOfLine)) ?? ['', '']
  const end = endOfLine + space.length
  return {
    code: yamlIndentation,
    finding: {
      message: 'this line is indented below a key that has a value already',
      at: fault.at(end - (word?.length ?? 0), end),
      hint: 'begin it in the column of the key above, or remove the value above',
    },
  }
}

/** A line without a colon, or with none that counts, among keys. */
const missingColon: Symptom = (fault) => {
  const multiline = fault.code === 'MULTILINE_IMPLICIT_KEY'
  if (!multiline && !fault.jargon.startsWith('Implicit map keys need')) return undefined
  const { text, start } = fault.line()
  const word = text.slice(fault.start - start).trimEnd()
  if (/^-(\s|$)/.test(word)) return strayItem(fault)
  const glued = /^([^\s:]+):(\S.*)$/.exec(word)
  return {
    code: yamlColon,
    finding: {
      message:
        glued === null
          ? `${quoted(word)} is no key: a colon is missing`
          : 'a space is missing behind the colon',
      at: fault.at(fault.start, fault.start + Math.max(1, word.length)),
      hint:
        glued === null
          ? 'write a colon behind the key, or indent the line so that it belongs to the text above'
          : `write ${quoted(`${glued[1]}: ${glued[2]}`)}`,
    },
  }
}

function strayItem(fault: YamlFault) {
  return {
    code: yamlIndentation,
    finding: {
      message: 'a list item stands among keys',
      at: fault.at(fault.start, fault.start + 1),
      hint: 'indent it like the items of the list it belongs to',
    },
  }
}

const MAX_KEY = 1024

const longKey: Symptom = (fault) => {
  if (fault.code !== 'KEY_OVER_1024_CHARS') return undefined
  return {
    code: yamlColon,
    finding: {
      message: `a key is longer than ${MAX_KEY} characters`,
      at: fault.at(fault.start, fault.end),
      hint: 'shorten it; perhaps a quote or a line break is missing',
    },
  }
}

const INDENTATION_CODES = new Set(['BAD_INDENT', 'BLOCK_AS_IMPLICIT_KEY', 'UNEXPECTED_TOKEN'])

/** The first token of a line is where the reader did not expect one; blank lines before it do not count. */
const otherIndentation: Symptom = (fault) => {
  if (!INDENTATION_CODES.has(fault.code)) return undefined
  const token = fault.tokenFrom(fault.start)
  if (token === undefined || !fault.isFirstOnLine(token)) return undefined
  return {
    code: yamlIndentation,
    finding: {
      message: 'this line is indented unlike the lines it belongs to',
      at: fault.at(token.start, token.start + token.text.trimEnd().length),
      hint: 'begin it in the column of its neighbours',
    },
  }
}

export const lineSymptoms: readonly Symptom[] = [
  itemOnKeyLine,
  blockHeader,
  secondColon,
  missingColon,
  longKey,
  otherIndentation,
]
