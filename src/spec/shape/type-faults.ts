/** Values of the wrong kind, and what YAML makes of texts without quotes. */

import { didYouMean } from '../../diagnostics/did-you-mean.ts'
import type { Span } from '../../diagnostics/source-text.ts'
import { badDuration, badPort, badSize, emptyValue, notOneOf, wrongType } from '../codes/shape-codes.ts'
import {
  hashIsComment,
  unquotedBoolean,
  unquotedBraces,
  unquotedNumber,
  yesNo,
} from '../codes/syntax-codes.ts'
import { hideScalars } from '../tree/hide-scalars.ts'
import { type MapNode, type Node, type ScalarNode, writtenText } from '../tree/node.ts'
import { quoted } from '../tree/quoted.ts'
import { describeValue, describeWanted, wantedTypes } from './describe-place.ts'
import { durationHint, sizeHint } from './quantity-hint.ts'
import type { ShapeFault, Trouble, Wording } from './shape-fault.ts'
import { definition } from './walk-schema.ts'

/** `type`, `anyOf`, `enum` and `const`. */
export function typeFault(trouble: Trouble): ShapeFault {
  for (const wording of [nothing, quantity, bracesForText, numberForText, yesForTrue, choice]) {
    const fault = wording(trouble)
    if (fault !== undefined) return fault
  }
  return plainTypeFault(trouble)
}

function plainTypeFault(trouble: Trouble): ShapeFault {
  const { subject, schema, node } = trouble
  const wanted = describeWanted(schema)
  if (wantedTypes(schema).every((type) => type === 'object' || type === 'null') && node.kind === 'scalar') {
    hideScalars(node) // `auth: hunter2`: what stands in place of a map may be a secret
    return trouble.atKey(
      wrongType,
      `${subject} must be ${wanted}, not ${typeof node.value === 'string' ? 'text' : typeof node.value}`,
    )
  }
  const code = schema === definition('port') ? badPort : wrongType
  return trouble.atValue(code, `${subject} must be ${wanted}, not ${describeValue(node)}`, typeHint(trouble))
}

function typeHint({ schema, node }: Trouble): string | undefined {
  const types = wantedTypes(schema)
  if (node.kind === 'scalar') return scalarHint(types, node)
  if (node.kind === 'list' && typeof schema.additionalProperties === 'object') {
    return 'write each entry under a key of its own that is its name'
  }
  if (node.kind === 'map' && types.includes('array')) return 'write a list: begin each item with "- "'
  return undefined
}

function scalarHint(types: readonly string[], { value, span }: ScalarNode): string | undefined {
  if (typeof value !== 'string') return undefined
  const [numeric, written] = [/^\d+$/.test(value), span?.source.text.charAt(span.start)]
  if (types.includes('integer') && numeric) return `write ${value.slice(0, 20)} without quotes`
  if (types.includes('boolean') && /^(true|false)$/i.test(value))
    return `write ${value.toLowerCase()} without quotes`
  const item = written === '"' || written === "'" ? quoted(value) : value
  return types.includes('array') && item.length <= 60
    ? `write a list: [${needsQuotes(value) ? quoted(value) : item}]`
    : undefined
}

function needsQuotes(text: string): boolean {
  return !/^[\w./-]+$/.test(text)
}

/** Null: nothing behind the colon or dash, or a topic filter that YAML takes for a comment. */
const nothing: Wording = (trouble) => {
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
  const rest = /^[ \t]*(#)(?=[\s,\]}/]|$)(?!\s+\S)/.exec(
    span.source.text.slice(span.start, span.start + 1000),
  )
  if (rest === null) return undefined
  const start = span.start + rest[0].length - 1
  return { source: span.source, start, end: start + 1 }
}

/** A number where a length of time or a number of bytes is wanted: its unit is missing. */
const quantity: Wording = (trouble) => {
  const { schema, node, subject } = trouble
  if (node.kind !== 'scalar' || typeof node.value !== 'number') return undefined
  const written = writtenText(node)
  if (schema === definition('duration')) {
    return trouble.atValue(badDuration, `${subject} has no unit: ${quoted(written)}`, durationHint(written))
  }
  if (schema !== definition('size')) return undefined
  return trouble.atValue(badSize, `${subject} has no unit: ${quoted(written)}`, sizeHint(written))
}

/** `{username}` is a map with one empty entry. */
const bracesForText: Wording = (trouble) => {
  const { node, schema } = trouble
  const inner = node.kind === 'map' && wantedTypes(schema).includes('string') ? bracedWord(node) : undefined
  if (inner === undefined) return undefined
  const variable = ['username', 'clientId'].includes(inner)
  return trouble.atValue(
    unquotedBraces,
    `${quoted(`{${inner}}`)} is a map in YAML, and text is wanted`,
    variable ? `write "\${${inner}}"` : 'put it into quotes',
  )
}

function bracedWord({ entries, span }: MapNode): string | undefined {
  const [key, entry] = entries.entries().next().value ?? []
  const empty = entry?.node.kind === 'scalar' && entry.node.value === null && !isWritten(entry.node)
  return empty && entries.size === 1 && span?.source.text.charAt(span.start) === '{' ? key : undefined
}

/** `0001`, `2.0` and `true` without quotes. */
const numberForText: Wording = (trouble) => {
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

const yesForTrue: Wording = (trouble) => {
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

/** `enum` and `const`. */
const choice: Wording = (trouble) => {
  const { schema, node, subject } = trouble
  const values = schema.enum ?? (schema.const === undefined ? undefined : [schema.const])
  if (values === undefined) return undefined
  return trouble.atValue(
    notOneOf,
    `${subject} must be ${describeWanted(schema)}, not ${describeValue(node)}`,
    choiceHint(values, node),
  )
}

function choiceHint(values: readonly (string | number | boolean)[], node: Node): string | undefined {
  if (node.kind !== 'scalar' || typeof node.value !== 'string') return undefined
  const text = node.value
  if (values.some((value) => typeof value !== 'string' && String(value) === text))
    return `write ${text} without quotes`
  const meant = didYouMean(
    text,
    values.filter((value) => typeof value === 'string'),
  )
  return meant === undefined ? undefined : `did you mean "${meant}"?`
}
