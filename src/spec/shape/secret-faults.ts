/** Secrets that are written out, and secret objects that are none. Never shows a value. */

import { quoted } from '../../diagnostics/quoted.ts'
import { badFormat, emptyText, plainSecret } from '../codes/shape-codes.ts'
import { hideScalars } from '../tree/hide-scalars.ts'
import { FORMS } from './format-faults.ts'
import type { Wording } from './shape-fault.ts'
import { definition } from './walk-schema.ts'

const secret = definition('secret')

const HINT = 'write { env: NAME }, { file: PATH } or { generate: {} }'

/** Anything but a map where a secret is wanted. */
export const writtenSecret: Wording = (trouble) => {
  const { node, schema, keyword, subject } = trouble
  if (schema !== secret || keyword !== 'type' || (node.kind === 'scalar' && node.value === null))
    return undefined
  hideScalars(node)
  return trouble.atKey(plainSecret, `${subject} is written into the spec`, HINT)
}

/** A text in a secret object that cannot be what its key says; it might be the secret itself. */
export const misplacedSecret: Wording = (trouble) => {
  const { trail, node, subject, path } = trouble
  const own = trail.lastIndexOf(secret)
  if (own < 0 || own >= path.length || path[own] === 'generate') return undefined
  if (node.kind === 'scalar' && node.value === null) return undefined
  hideScalars(node)
  if (trouble.keyword === 'minLength') return trouble.atKey(emptyText, `${subject} is empty text`, HINT)
  if (path[own] === 'env')
    return trouble.atKey(badFormat, `${subject} must be ${VARIABLE.form}`, VARIABLE.hint)
  const { form, example } = FORMS[String(path[own])] ?? {}
  const hint = example === undefined ? undefined : `write it like ${quoted(example)}`
  return trouble.atKey(badFormat, `${subject} must be ${form ?? 'the path of a file'}`, hint)
}

const VARIABLE = {
  form: 'the name of an environment variable',
  hint: 'write letters, digits and "_", without "$" and braces',
} as const
