/** What YAML makes of texts without quotes: nothing, numbers, maps, and truth values that are none. */

import { quoted } from '../../diagnostics/quoted.ts'
import type { Span } from '../../diagnostics/source-text.ts'
import { emptyValue } from '../codes/shape-codes.ts'
import {
  hashIsComment,
  unquotedBoolean,
  unquotedBraces,
  unquotedNumber,
  yesNo,
} from '../codes/syntax-codes.ts'
import { type MapNode, type ScalarNode, writtenText } from '../tree/node.ts'
import { describeWanted, wantedTypes } from './describe-place.ts'
import type { Schema } from './schema.ts'
import type { ShapeFault, Trouble, Wording } from './shape-fault.ts'

/** Null: nothing behind the colon or dash, or a topic filter that YAML takes for a comment. */
export const nothing: Wording = (trouble) => {
  const { node, schema, subject } = trouble
  if (node.kind !== 'scalar' || node.value !== null) return undefined
  const comment = commentBehind(node)
  if (comment !== undefined && wantedTypes(schema).some((type) => type === 'string' || type === 'array')) {
    const message = `${subject} is empty: an unquoted "#" begins a comment`
    const hint = 'did you mean "#" in quotes, all topics?'
    return trouble.fault(hashIsComment, { message, at: { span: comment }, hint })
  }
  const types = wantedTypes(schema)
  const none = types.includes('object')
    ? ', or write {} for none'
    : types.includes('array')
      ? ', or write [] for none'
      : ''
  const hint = `write ${describeWanted(schema)}, or remove ${typeof trouble.path.at(-1) === 'number' ? 'the item' : 'the key'}${none}`
  return isWritten(node)
    ? trouble.atValue(emptyValue, `${subject} is null`, hint)
    : trouble.atKey(emptyValue, `${subject} is empty`, hint)
}

function isWritten({ span }: ScalarNode): boolean {
  return span !== undefined && span.start < span.end
}

/** The `#` that directly follows an empty value, when more than a remark could be meant. */
function commentBehind({ span }: ScalarNode): Span | undefined {
  if (span === undefined || span.start < span.end) return undefined
  const rest = /^[ \t]*(#)(?=[\s,\]}/]|$)(?![ \t]+\S)/.exec(
    span.source.text.slice(span.start, span.start + 1000),
  )
  if (rest === null) return undefined
  const start = span.start + rest[0].length - 1
  return { source: span.source, start, end: start + 1 }
}

/** `{username}` is a map with one empty entry. */
export const bracesForText: Wording = (trouble) => bracesFor(trouble, trouble.schema)

function bracesFor(trouble: Trouble, schema: Schema): ShapeFault | undefined {
  const { node } = trouble
  const inner = node.kind === 'map' && wantedTypes(schema).includes('string') ? bracedWord(node) : undefined
  if (inner === undefined) return undefined
  const variable = ['username', 'clientId'].includes(inner)
  return trouble.atValue(
    unquotedBraces,
    `${quoted(`{${inner}}`)} is a map in YAML, and text is wanted`,
    variable ? `write "\${${inner}}"` : 'put it into quotes',
  )
}

/** The same where a map may stand as well as text, but none with this key. */
export const bracesForChoice: Wording = (trouble) => {
  const schema = trouble.trail[trouble.path.length]
  return schema?.anyOf === undefined ? undefined : bracesFor(trouble, schema)
}

function bracedWord({ entries, span }: MapNode): string | undefined {
  const [key, entry] = entries.entries().next().value ?? []
  const empty = entry?.node.kind === 'scalar' && entry.node.value === null && !isWritten(entry.node)
  return empty && entries.size === 1 && span?.source.text.charAt(span.start) === '{' ? key : undefined
}

/** `0001`, `2.0` and `true` without quotes. */
export const numberForText: Wording = (trouble) => {
  const { node, schema, subject } = trouble
  if (node.kind !== 'scalar' || !wantedTypes(schema).includes('string')) return undefined
  const written = writtenText(node)
  const known = schema.enum === undefined || schema.enum.includes(written)
  if (!known) return undefined
  if (typeof node.value === 'boolean') {
    return trouble.atValue(
      unquotedBoolean,
      `${subject} must be text, and ${written} is a truth value`,
      `write "${written}"`,
    )
  }
  if (typeof node.value !== 'number') return undefined
  const changed = written === String(node.value) ? 'a number' : `read as the number ${node.value}`
  return trouble.atValue(
    unquotedNumber,
    `${subject} must be text, and ${written.slice(0, 60)} is ${changed}`,
    `write ${quoted(written)}`,
  )
}

const TRUTHS: ReadonlyMap<string, boolean> = new Map([
  ...['yes', 'on', 'y', 'enabled'].map((word) => [word, true] as const),
  ...['no', 'off', 'n', 'disabled'].map((word) => [word, false] as const),
])

export const yesForTrue: Wording = (trouble) => {
  const { node, schema, subject } = trouble
  if (!wantedTypes(schema).includes('boolean') || node.kind !== 'scalar') return undefined
  const truth = TRUTHS.get(String(node.value).toLowerCase())
  if (truth === undefined) return undefined
  return trouble.atValue(
    yesNo,
    `${subject} must be true or false, and ${quoted(writtenText(node))} is text`,
    `write ${truth}`,
  )
}
