import fc from 'fast-check'
import { expect, test } from 'vitest'
import { escapeControls, escapeControlsInJson } from '../../../src/broker/observe/escape-controls.ts'

/** Written apart from the pattern under test: what a terminal or a line reader would act on. */
const isDangerous = (code: number) =>
  code < 0x20 ||
  (code >= 0x7f && code <= 0x9f) ||
  [0x061c, 0x200e, 0x200f, 0x2028, 0x2029].includes(code) ||
  (code >= 0x202a && code <= 0x202e) ||
  (code >= 0x2066 && code <= 0x2069)

const holdsDanger = (text: string) =>
  Array.from(text).some((character) => isDangerous(character.codePointAt(0) ?? 0))

const nasty = fc.string({
  unit: fc.oneof(
    fc.constantFrom('\n', '\r', '\t', '\0', '\x1b', '\x7f', '\x9b', '\u2028', '\u202e', '\u2066', '\\', '"'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
  ),
})

test.each([
  { text: 'meter 1 / Zähler', escaped: 'meter 1 / Zähler' },
  { text: 'a\nb\r\tc', escaped: 'a\\nb\\r\\tc' },
  { text: '\x1b[2J\x07', escaped: '\\x1b[2J\\x07' },
  { text: '\x9b31m\x7f\0', escaped: '\\x9b31m\\x7f\\x00' },
  { text: 'x\u2028y\u202etxt', escaped: 'x\\u2028y\\u202etxt' },
])('$escaped is what is shown', ({ text, escaped }) => {
  expect(escapeControls(text)).toBe(escaped)
})

test('no text keeps a control character, and harmless text stays as it is', () => {
  fc.assert(
    fc.property(nasty, (text) => {
      const escaped = escapeControls(text)
      expect(holdsDanger(escaped)).toBe(false)
      if (!holdsDanger(text)) expect(escaped).toBe(text)
    }),
  )
})

test('JSON keeps its meaning without control characters', () => {
  fc.assert(
    fc.property(nasty, (text) => {
      const json = escapeControlsInJson(JSON.stringify({ text }))
      expect(holdsDanger(json)).toBe(false)
      expect(JSON.parse(json)).toEqual({ text })
    }),
  )
})
