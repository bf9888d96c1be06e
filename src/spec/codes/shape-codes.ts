/** Faults of shape: what stands in a spec is not what the language has in that place. */

import { error } from './describe.ts'

export const missingVersion = error(
  'missing-version',
  'the spec does not say which version of the language it is written in',
  `Begin with \`mqttopia: 1\`.`,
)

export const unknownVersion = error(
  'unknown-version',
  'the spec is written in another version of the language',
  `This mqttopia reads version 1: \`mqttopia: 1\`.`,
)

export const unknownKey = error(
  'unknown-key',
  'a key is not known in its place',
  `Keys are camelCase. The reference of the spec lists the keys of each place.`,
)

export const reservedKey = error(
  'reserved-key',
  'a key belongs to a later version of mqttopia',
  `The language keeps room for \`relays\`, for \`targets\` of an environment, and for the secret stores \`age\` and
\`sops\`. This version does not know them yet.`,
)

export const missingKey = error('missing-key', 'something that must be there is missing', `Add it.`)

export const wrongType = error(
  'wrong-type',
  'a value is of another kind than its place wants',
  `Text, whole numbers, truth values, lists and maps are told apart: \`"8883"\` is text, \`8883\` is a number.`,
)

export const emptyValue = error(
  'empty-value',
  'a key or list item has no value',
  `A key with nothing behind its colon is null, which no place of a spec wants. Remove the key, or write \`{}\` or \`[]\` for none.`,
)

export const emptyText = error('empty-text', 'a text is empty', `This place wants at least one character.`)

export const textTooLong = error(
  'text-too-long',
  'a text is too long',
  `The place has a limit, often that of a standard.`,
)

export const emptyList = error('empty-list', 'a list or map has no entries', `This place wants at least one.`)

export const tooManyKeys = error(
  'too-many-keys',
  'keys exclude each other',
  `This place wants one of several keys.`,
)

export const duplicateItem = error(
  'duplicate-item',
  'a list names the same thing twice',
  `Remove one of them.`,
)

export const notOneOf = error(
  'not-one-of',
  'a value is none of those its place knows',
  `The message lists them.`,
)

export const outOfRange = error(
  'out-of-range',
  'a number is too small or too large',
  `The message says the limits.`,
)

export const badPort = error('bad-port', 'a port is not a number from 1 to 65535', `TCP has no other ports.`)

export const badName = error(
  'bad-name',
  'a name has characters that names cannot have',
  `Names of brokers, listeners, roles and so on become parts of file names and of certificates. They have letters, digits, dot, underscore
and hyphen, begin with a letter or digit, and have at most 63 characters.`,
)

export const badDuration = error(
  'bad-duration',
  'a length of time is not a whole number and a unit',
  `Units are \`s\`, \`m\` (minutes), \`h\`, \`d\`, \`w\` and \`y\` (365 days): \`90d\`, \`5m\`. Months and combinations such as \`1h30m\` do not exist;
write \`90m\`.`,
)

export const badSize = error(
  'bad-size',
  'a number of bytes is not a whole number and a unit',
  `Units are \`B\`, \`kB\`, \`MB\` and \`GB\` (powers of 1000), \`KiB\`, \`MiB\` and \`GiB\` (powers of 1024): \`2MB\`.`,
)

export const badPath = error(
  'bad-path',
  'a path is not one that can be used',
  `Paths on the broker's machine begin with \`/\`, and no path has control characters.`,
)

export const badFormat = error(
  'bad-format',
  'a text is not of the form its place wants',
  `The message says the form.`,
)

export const plainSecret = error(
  'plain-secret',
  'a secret is written into the spec',
  `Specs are committed, printed and mailed; a secret in one is known to all who ever see it. Name where it comes from instead:
\`{ env: NAME }\`, \`{ file: PATH }\`, or \`{ generate: {} }\` to let mqttopia make it. If the spec has been shared, change the secret.
mqttopia never prints it.`,
)

export const shapeCodes = [
  missingVersion,
  unknownVersion,
  unknownKey,
  reservedKey,
  missingKey,
  wrongType,
  emptyValue,
  emptyText,
  textTooLong,
  emptyList,
  tooManyKeys,
  duplicateItem,
  notOneOf,
  outOfRange,
  badPort,
  badName,
  badDuration,
  badSize,
  badPath,
  badFormat,
  plainSecret,
]
