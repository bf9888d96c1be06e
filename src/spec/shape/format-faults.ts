/** Texts that do not follow the pattern of their place, numbers out of range, and wrong lengths. */

import { quoted } from '../../diagnostics/quoted.ts'
import {
  badDuration,
  badFormat,
  badName,
  badPath,
  badSize,
  emptyList,
  emptyText,
  outOfRange,
  textTooLong,
} from '../codes/shape-codes.ts'
import { writtenText } from '../tree/node.ts'
import { nameHint } from './name-hint.ts'
import { durationHint, sizeHint } from './quantity-hint.ts'
import type { ShapeFault, Trouble } from './shape-fault.ts'
import { definition } from './walk-schema.ts'

/** The forms of texts that stand in one place only, by the last key of their path. */
export const FORMS: Readonly<Record<string, { readonly form: string; readonly example: string }>> = {
  user: { form: 'the name of a system account', example: 'mosquitto' },
  serial: { form: 'a serial number in hexadecimal, without colons', example: '1a2b3c' },
  date: { form: 'a date of the form YYYY-MM-DD', example: '2026-01-31' },
  until: { form: 'a date of the form YYYY-MM-DD', example: '2026-01-31' },
  url: { form: 'an http or https address', example: 'http://crl.example/clients.crl' },
  origins: { form: 'an origin without spaces', example: 'https://dash.example' },
  ciphers: { form: "a list of ciphers in OpenSSL's notation", example: 'ECDHE+AESGCM:ECDHE+CHACHA20' },
  addresses: { form: 'a host, or host:port', example: 'b.example:8883' },
  sops: { form: 'a file, "#", and the keys to a value in it', example: 'users.enc.yaml#alice.password' },
  alpn: { form: 'a protocol name without spaces', example: 'mqtt' },
}

/** Stands in places of different names. */
const SELECTOR = {
  form: '"user:NAME", "group:NAME", "fleet:NAME" or { at: BROKER }',
  example: 'fleet:presses',
}

export function patternFault(trouble: Trouble): ShapeFault {
  const text = trouble.node.kind === 'scalar' ? String(trouble.node.value) : ''
  const { schema, subject } = trouble
  if (schema === definition('duration')) {
    return trouble.atValue(
      badDuration,
      `${subject} is no length of time: ${quoted(text)}`,
      durationHint(text),
    )
  }
  if (schema === definition('size')) {
    return trouble.atValue(badSize, `${subject} is no number of bytes: ${quoted(text)}`, sizeHint(text))
  }
  if (schema === definition('name')) {
    return trouble.atValue(badName, `${quoted(text)} cannot be a name`, nameHint(text))
  }
  if (schema === definition('absolutePath')) return pathFault(trouble, text)
  const { form, example } = schema === definition('userSelector') ? SELECTOR : formOf(trouble)
  return trouble.atValue(
    badFormat,
    `${subject} must be ${form}, not ${quoted(text)}`,
    `write it like ${quoted(example)}`,
  )
}

function pathFault(trouble: Trouble, text: string): ShapeFault {
  if (/[\u0000-\u001f\u007f]/.test(text)) {
    return trouble.atValue(badPath, `${trouble.subject} holds a control character`, 'remove it')
  }
  const message = `${trouble.subject} must be an absolute path, not ${quoted(text)}`
  return trouble.atValue(badPath, message, 'begin it with "/"')
}

function formOf({ path }: Trouble): { readonly form: string; readonly example: string } {
  const key = path.findLast((step) => typeof step === 'string')
  const form = FORMS[String(key)]
  if (form === undefined) throw new Error(`the form of "${key}" has no description`)
  return form
}

/** `minimum` and `maximum`. */
export function rangeFault(trouble: Trouble): ShapeFault {
  const { schema, node, subject } = trouble
  const { minimum, maximum } = schema
  const written = node.kind === 'scalar' ? writtenText(node).slice(0, 60) : ''
  return trouble.atValue(outOfRange, `${subject} must be ${rangeText(minimum, maximum)}, not ${written}`)
}

function rangeText(minimum: number | undefined, maximum: number | undefined): string {
  if (maximum === undefined) return `at least ${minimum}`
  if (minimum === undefined || maximum > 1_000_000_000) return `from ${minimum ?? 0} to ${maximum}`
  return maximum - minimum === 2
    ? `${minimum}, ${minimum + 1} or ${maximum}`
    : `from ${minimum} to ${maximum}`
}

/** `minLength` and `maxLength`. */
export function lengthFault(trouble: Trouble): ShapeFault {
  const { node, subject, schema, keyword } = trouble
  if (keyword === 'minLength')
    return trouble.atValue(emptyText, `${subject} is empty text`, 'write it, or remove the key')
  const length = node.kind === 'scalar' ? [...String(node.value)].length : 0
  return trouble.atValue(
    textTooLong,
    `${subject} has ${length} characters, and may have ${schema.maxLength}`,
    'shorten it',
  )
}

export function emptyListFault(trouble: Trouble): ShapeFault {
  return trouble.atValue(emptyList, `${trouble.subject} has no items`, 'write at least one')
}
