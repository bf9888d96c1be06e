/** Slips with single characters: tabs, reserved characters, quotes, escapes, tags. */

import { quoted } from '../../diagnostics/quoted.ts'
import {
  yamlAlias,
  yamlQuotes,
  yamlReserved,
  yamlTab,
  yamlTag,
  yamlUnclosed,
  yamlVersion,
} from '../codes/syntax-codes.ts'
import type { Symptom, YamlFault } from './yaml-fault.ts'

/** Mosquitto's own variables in ACL patterns (mosquitto.conf(5) acl_file). */
const MOSQUITTO_VARIABLES: Readonly<Record<string, string>> = { '%u': '${username}', '%c': '${clientId}' }

const tab: Symptom = (fault) => {
  const { text, start } = fault.line()
  const indentation = /^[ \t]*/.exec(text)?.[0] ?? ''
  const column = indentation.indexOf('\t')
  if (column < 0 || fault.start > start + indentation.length) return undefined
  const tabs = /^\t+/.exec(indentation.slice(column))?.[0].length ?? 1
  return {
    code: yamlTab,
    finding: {
      message: 'this line is indented with a tab',
      at: fault.at(start + column, start + column + tabs),
      hint: 'indent with two spaces a level',
    },
  }
}

/** The plain text that begins here, up to where a value would end. */
function wordAt(fault: YamlFault): string {
  return (
    /^[^\s,\]}]*/.exec(fault.text.slice(fault.start))?.[0] || fault.text.slice(fault.start, fault.start + 1)
  )
}

const reservedCharacter: Symptom = (fault) => {
  if (fault.code !== 'BAD_SCALAR_START') return undefined
  const word = wordAt(fault)
  const variable = Object.entries(MOSQUITTO_VARIABLES).find(([percent]) => word.includes(percent))
  const hint =
    variable === undefined
      ? `put it into quotes: ${quoted(word)}`
      : `write "${variable[1]}" for Mosquitto's ${variable[0]}: ${quoted(word.replaceAll(...variable))}`
  return {
    code: yamlReserved,
    finding: {
      message: `a text cannot begin with "${word.charAt(0)}" in YAML`,
      at: fault.at(fault.start, fault.start + word.length),
      hint,
    },
  }
}

const loneStar: Symptom = (fault) => {
  if (fault.code !== 'BAD_ALIAS') return undefined
  const sign = fault.text.charAt(fault.start)
  return {
    code: yamlAlias,
    finding: {
      message: `"${sign}" begins ${sign === '&' ? 'an anchor' : 'an alias'} in YAML, and its name is missing`,
      at: fault.at(fault.start, fault.start + 1),
      hint:
        sign === '*' ? 'write "#" for all topics, or put the text into quotes' : 'put the text into quotes',
    },
  }
}

const unclosedQuote: Symptom = (fault) => {
  if (fault.code !== 'MISSING_CHAR' || !fault.jargon.startsWith('Missing closing')) return undefined
  const opening = fault.tokenBefore(fault.start)
  const start = opening?.start ?? fault.start
  return {
    code: yamlUnclosed,
    finding: {
      message: 'the quote that opens here is not closed on its line',
      at: fault.at(start, start + 1),
      hint: `close it with ${fault.text.charAt(start) === "'" ? "'" : '"'}`,
    },
  }
}

const textAfterQuote: Symptom = (fault) => {
  if (fault.code !== 'UNEXPECTED_TOKEN' || !fault.jargon.endsWith('at node end')) return undefined
  const before = fault.tokenBefore(fault.start)
  if (before === undefined || !before.type.endsWith('quoted-scalar')) return undefined
  return {
    code: yamlQuotes,
    finding: {
      message: 'the text goes on behind its closing quote',
      at: fault.at(fault.start, fault.end),
      hint: 'put all of it into one pair of quotes',
    },
  }
}

const unknownEscape: Symptom = (fault) => {
  if (fault.code !== 'BAD_DQ_ESCAPE') return undefined
  const sequence = fault.text.slice(fault.start, fault.start + 2)
  return {
    code: yamlQuotes,
    finding: {
      message: `a backslash before ${quoted(sequence.slice(1))} is no escape that YAML knows`,
      at: fault.at(fault.start, fault.start + sequence.length),
      hint: 'use single quotes, or double the backslash',
    },
  }
}

const gluedComment: Symptom = (fault) => {
  if (!fault.jargon.startsWith('Comments must be separated')) return undefined
  return {
    code: yamlReserved,
    finding: {
      message: '"#" stands directly behind what is no plain text',
      at: fault.at(fault.start, fault.start + 1),
      hint: 'write a space before a comment, or put the text into quotes',
    },
  }
}

const tag: Symptom = (fault) => {
  if (fault.code !== 'TAG_RESOLVE_FAILED' && fault.code !== 'BAD_COLLECTION_TYPE') return undefined
  const word = wordAt(fault)
  return {
    code: yamlTag,
    finding: {
      message: `${quoted(word)} is a tag in YAML, and none that specs have`,
      at: fault.at(fault.start, fault.start + word.length),
      hint: 'put text that begins with "!" into quotes',
    },
  }
}

const directive: Symptom = (fault) => {
  if (fault.code !== 'BAD_DIRECTIVE') return undefined
  return {
    code: yamlVersion,
    finding: {
      message: 'a line that begins with "%" is a directive to the YAML reader, and none that it knows',
      at: fault.at(fault.start, fault.end),
      hint: 'remove it',
    },
  }
}

export const characterSymptoms: readonly Symptom[] = [
  tab,
  reservedCharacter,
  loneStar,
  unclosedQuote,
  textAfterQuote,
  unknownEscape,
  gluedComment,
  tag,
  directive,
]
