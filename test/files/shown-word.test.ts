import { expect, test } from 'vitest'
import { shownWord } from '../../src/files/shown-word.ts'

test.each([
  ['press/0001/state', 'press/0001/state'],
  ['$SYS/#', "'$SYS/#'"],
  ["it's; rm -rf $HOME", "'it'\\''s; rm -rf $HOME'"],
  ['a\x1b[2J$(id)', '\'"a\\u001b[2J$(id)"\''],
  ['', "''"],
])('%j is shown as %s', (text, word) => {
  expect(shownWord(text)).toBe(word)
})
