/** Slips inside and around the brackets of flow lists and maps. */

import { quoted } from '../../diagnostics/quoted.ts'
import { hashIsComment, unquotedBraces, yamlColon, yamlUnclosed } from '../codes/syntax-codes.ts'
import type { Symptom, YamlFault } from './yaml-fault.ts'

const CLOSING: Readonly<Record<string, string>> = { '[': ']', '{': '}' }

/** `[#]`: a comment between the brackets hides the closing one. */
export const swallowedBracket: Symptom = (fault) => {
  const open = fault.openBrackets(fault.start + 1)[0]
  if (open === undefined) return undefined
  const comment = fault.comments(open.start, fault.start).find(({ text }) => /^#[^ ]*\s*[\]},]/.test(text))
  if (comment === undefined) return undefined
  const hidden = fault.openBrackets(comment.start).at(-1) ?? open
  return {
    code: hashIsComment,
    finding: {
      message: `"#" begins a comment here, which hides the closing "${CLOSING[hidden.text]}"`,
      at: fault.at(comment.start, comment.start + 1),
      hint: 'write "#" in quotes to mean all topics',
    },
  }
}

/** `[press/${username}]` or `{x}/y`: a brace in or beside plain text. */
const braces: Symptom = (fault) => {
  const word = wordWithBraces(fault)
  if (word === undefined) return undefined
  return {
    code: unquotedBraces,
    finding: {
      message: `${quoted(word.text)} has braces, which mean a map outside of quotes`,
      at: fault.at(word.start, word.start + word.text.length),
      hint: `write it in quotes: ${quoted(word.text)}`,
    },
  }
}

/** Takes every character once, so that words of any length are read in linear time. */
const WORD = /(?:[^\s,[\]{}"'#]+|\{[^\s{}"':,]*\})+/g

function wordWithBraces(fault: YamlFault): { readonly text: string; readonly start: number } | undefined {
  if (!['UNEXPECTED_TOKEN', 'MISSING_CHAR'].includes(fault.code)) return undefined
  const { text, start } = fault.line()
  for (const { 0: word, index } of text.matchAll(WORD)) {
    if (!word.includes('{')) continue
    const [from, to] = [start + index, start + index + word.length]
    if (from <= fault.start && fault.start < to && !/^\{.*\}$/.test(word)) return { text: word, start: from }
  }
  return undefined
}

const unclosedBracket: Symptom = (fault) => {
  if (!/^Flow (sequence|map)\b.* end with a/.test(fault.jargon)) return undefined
  const open = fault.openBrackets(fault.start).at(-1)
  if (open === undefined) return undefined
  const found = fault.text.charAt(fault.start)
  const wrong = found === ']' || found === '}'
  const closing = CLOSING[open.text] ?? ''
  return {
    code: yamlUnclosed,
    finding: {
      message: wrong ? `"${open.text}" is closed with "${found}"` : `"${open.text}" is never closed`,
      at: wrong ? fault.at(fault.start, fault.start + 1) : fault.at(open.start, open.start + 1),
      ...(wrong ? { related: [{ at: fault.at(open.start, open.start + 1), message: 'it opens here' }] } : {}),
      hint: wrong
        ? `write "${closing}"`
        : `close it with "${closing}", and indent its lines more than its key`,
    },
  }
}

const strayBracket: Symptom = (fault) => {
  const found = fault.text.slice(fault.start, fault.start + 1)
  if (fault.code !== 'UNEXPECTED_TOKEN' || (found !== ']' && found !== '}')) return undefined
  return {
    code: yamlUnclosed,
    finding: {
      message: `"${found}" closes nothing`,
      at: fault.at(fault.start, fault.start + 1),
      hint: 'remove it, or open the bracket that it should close',
    },
  }
}

const comma: Symptom = (fault) => {
  const extra = /^Unexpected , in flow/.test(fault.jargon)
  const missing = fault.code === 'BLOCK_IN_FLOW' || fault.jargon.startsWith('Missing ,')
  if (!extra && !missing) return undefined
  const token = extra ? undefined : fault.tokenFrom(fault.start)
  return {
    code: yamlColon,
    finding: {
      message: extra ? 'there is a comma too many' : 'a comma is missing between two entries',
      at: fault.at(fault.start, token === undefined ? fault.start + 1 : token.start + token.text.length),
      hint: extra ? 'remove it' : 'separate the entries of a list or map in brackets with commas',
    },
  }
}

const valueMissing: Symptom = (fault) => {
  if (!fault.jargon.startsWith('Unexpected : in flow')) return undefined
  return {
    code: yamlColon,
    finding: {
      message: 'there is a colon too many',
      at: fault.at(fault.start, fault.start + 1),
      hint: 'remove it, or put text that holds a colon into quotes',
    },
  }
}

/** `{ a: 1 } b`. */
const textAfterBracket: Symptom = (fault) => {
  const before = fault.tokenBefore(fault.start)
  if (!fault.jargon.endsWith('at node end') || !/^flow-(seq|map)-end$/.test(before?.type ?? ''))
    return undefined
  return {
    code: yamlUnclosed,
    finding: {
      message: `the text goes on behind the closing "${before?.text}"`,
      at: fault.at(fault.start, fault.end),
      hint: 'remove it, or put text that begins with a bracket into quotes',
    },
  }
}

export const bracketSymptoms: readonly Symptom[] = [
  braces,
  unclosedBracket,
  strayBracket,
  comma,
  valueMissing,
  textAfterBracket,
]
