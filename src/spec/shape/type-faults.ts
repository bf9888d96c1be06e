/** Values of the wrong kind, and values that are none of a set. */

import { didYouMean } from '../../diagnostics/did-you-mean.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import { badDuration, badPort, badSize, notOneOf, wrongType } from '../codes/shape-codes.ts'
import { hideScalars } from '../tree/hide-scalars.ts'
import { type Node, type ScalarNode, writtenText } from '../tree/node.ts'
import { describeValue, describeWanted, wantedTypes } from './describe-place.ts'
import { durationHint, sizeHint } from './quantity-hint.ts'
import type { ShapeFault, Trouble, Wording } from './shape-fault.ts'
import { bracesForText, nothing, numberForText, yesForTrue } from './unquoted-faults.ts'
import { definition } from './walk-schema.ts'

/** `type`, `anyOf`, `enum` and `const`. */
export function typeFault(trouble: Trouble): ShapeFault {
  for (const wording of [nothing, quantity, bracesForText, numberForText, yesForTrue, choice]) {
    const fault = wording(trouble)
    if (fault !== undefined) return fault
  }
  return plainTypeFault(trouble)
}

/** A deny looks like a grant, and is none: it says what it takes away. */
const DENIAL_HINT = 'write { publish: TOPIC }, { subscribe: TOPIC } or both keys with it'

function plainTypeFault(trouble: Trouble): ShapeFault {
  const { subject, schema, node } = trouble
  const wanted = describeWanted(schema)
  if (wantedTypes(schema).every((type) => type === 'object' || type === 'null') && node.kind === 'scalar') {
    const message = `${subject} must be ${wanted}, not ${typeof node.value === 'string' ? 'text' : typeof node.value}`
    if (schema === definition('denial')) return trouble.atValue(wrongType, message, DENIAL_HINT)
    hideScalars(node) // `auth: hunter2`: what stands in place of a map may be a secret
    return trouble.atKey(wrongType, message)
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
