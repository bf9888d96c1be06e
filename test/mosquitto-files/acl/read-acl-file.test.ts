import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isError } from '../../../src/diagnostics/diagnostic.ts'
import { SourceText } from '../../../src/diagnostics/source-text.ts'
import type { AclRule } from '../../../src/mosquitto-files/acl/acl-file.ts'
import { isPlainFilter } from '../../../src/mosquitto-files/acl/plain-filter.ts'
import { readAclFile } from '../../../src/mosquitto-files/acl/read-acl-file.ts'
import { filterProblem } from '../../../src/topic/filter.ts'
import { readMarked, said } from '../../support/found-in-file.ts'
import { nastyText } from '../../support/nasty-text.ts'

const words = (rules: readonly AclRule[] = []) =>
  rules.map(({ access, filter, line }) => `${line} ${access} ${filter}`)

function read(text: string) {
  const { file, diagnostics } = readAclFile(new SourceText('acl', text))
  expect(diagnostics).toEqual([])
  return file
}

describe('what an ACL file says', () => {
  test('topics before the first user are for clients without a username', () => {
    const file = read('topic read a\nuser ada\ntopic b\n')
    expect(words(file.anonymous)).toEqual(['1 read a'])
    expect(words(file.users.get('ada'))).toEqual(['3 readwrite b'])
  })

  test('patterns are for everybody, wherever they stand', () => {
    const file = read('pattern read a\nuser ada\npattern deny %u/#\n')
    expect(words(file.patterns)).toEqual(['1 read a', '3 deny %u/#'])
    expect(file.users.size).toBe(0)
  })

  test('blocks of one user add up, and a user may be named like a property of objects', () => {
    const file = read('user ada\ntopic a\nuser __proto__\ntopic b\nuser ada\ntopic c\nuser bob\n')
    expect(words(file.users.get('ada'))).toEqual(['2 readwrite a', '6 readwrite c'])
    expect(words(file.users.get('__proto__'))).toEqual(['4 readwrite b'])
    expect([...file.users.keys()]).toEqual(['ada', '__proto__'])
  })

  test.each([
    ['topic read a', '1 read a'],
    ['topic write a', '1 write a'],
    ['topic readwrite a', '1 readwrite a'],
    ['topic deny a', '1 deny a'],
    ['topic a', '1 readwrite a'],
    ['topic read', '1 readwrite read'],
    ['topic deny', '1 readwrite deny'],
    ['  topic   read   a  ', '1 read a'],
    ['topic read a\r', '1 read a'],
    ['topic read \ta \t', '1 read a'],
    ['topic read a b # c', undefined],
    ['topic read a topic/with blanks', '1 read a topic/with blanks'],
    ['topic read\ta', '1 readwrite read\ta'],
    ['topic read +/a/#', '1 read +/a/#'],
    ['topic read /', '1 read /'],
    ['topic read $SYS/#', '1 read $SYS/#'],
    ['topic read Grüße/工場', '1 read Grüße/工場'],
    [`topic read ${'/'.repeat(200)}`, `1 read ${'/'.repeat(200)}`],
  ])('%j', (line, rule) => {
    expect(words(readAclFile(new SourceText('acl', line)).file.anonymous)).toEqual(rule ? [rule] : [])
  })

  test.each(['', '\n', '# comment', '#topic read a', '   ', '\r\n\r\n', '\t\n'])(
    '%j says nothing',
    (text) => {
      const file = read(text)
      expect([file.anonymous, file.patterns, file.users.size]).toEqual([[], [], 0])
    },
  )

  test('user names may hold blanks, and the blanks around them do not count', () => {
    expect([...read('user   ada lovelace \t\ntopic a').users.keys()]).toEqual(['ada lovelace'])
  })
})

describe('what is wrong with an ACL file', () => {
  test.each([
    ['«topics» read a', 'acl-line-unknown: "topics" is none of user, topic and pattern'],
    ['«TOPIC» read a', 'acl-line-unknown: "TOPIC" is none of user, topic and pattern'],
    ['«topic\tread» a', 'acl-line-unknown: "topic read" is none of user, topic and pattern'],
    [' «#» comment', 'acl-line-unknown: "#" is none of user, topic and pattern'],
    ['«\ufeffuser» ada', 'acl-line-unknown: "\ufeffuser" is none of user, topic and pattern'],
    ['«topic»', 'acl-topic-missing: no topic follows "topic"'],
    ['«pattern» ', 'acl-topic-missing: no topic follows "pattern"'],
    ['«user»', 'acl-user-missing: the line names no user'],
    ['topic «raed» a', 'acl-access-unknown: "raed" is none of read, write, readwrite and deny'],
    ['topic «x» # y', 'acl-access-unknown: "x" is none of read, write, readwrite and deny'],
    [
      'topic read «x/#/y»',
      'acl-filter-invalid: "x/#/y" is no topic filter: the wildcard "#" may only be the last level',
    ],
    [
      'topic «+x»',
      'acl-filter-invalid: "+x" is no topic filter: the wildcards "+" and "#" must stand alone in their level',
    ],
    [
      'topic read «a # why»',
      'acl-filter-invalid: "a # why" is no topic filter: the wildcards "+" and "#" must stand alone in their level',
    ],
    ['topic read «a\0b»', 'acl-text-invalid: this is not UTF-8, or holds the character U+0000'],
    ['user «ad\ufffd»', 'acl-text-invalid: this is not UTF-8, or holds the character U+0000'],
    ['topic read «a/%u»', 'acl-variable-in-topic: "%u" is plain text in a topic line'],
    [
      'pattern read «a/pre%u»',
      'acl-variable-not-alone: the variable in "pre%u" is plain text, because it is not the whole level',
    ],
  ])('%j', (text, message) => {
    expect(said(readMarked(readAclFile, text))).toEqual([message])
  })

  test('too many slashes', () => {
    const reading = readMarked(readAclFile, `topic read «${'/'.repeat(201)}»`)
    expect(said(reading)).toEqual([expect.stringContaining('it has more than 200 slashes')])
  })

  test('a wrong line takes no right one with it', () => {
    const { file } = readAclFile(new SourceText('acl', 'user ada\ntopic raed a\ntopic read b\n'))
    expect(words(file.users.get('ada'))).toEqual(['3 read b'])
  })

  test('a file that is something else entirely gives a bounded number of findings', () => {
    expect(readAclFile(new SourceText('acl', 'x\n'.repeat(100_000))).diagnostics).toHaveLength(100)
  })

  test('an error behind any number of warnings is reported', () => {
    const { diagnostics } = readAclFile(new SourceText('acl', `${'topic a/%u\n'.repeat(1000)}topic raed b\n`))
    expect(diagnostics.filter(isError)).toHaveLength(1)
  })

  test.each([
    ['topics a', 'did you mean "topic"?'],
    ['topic\ta', 'put a space instead of the tab'],
    [' # a', 'put the "#" of a comment into the first column'],
    ['topic readwrit a', 'did you mean "readwrite"?'],
    ['topic %u', 'write "pattern" instead of "topic"'],
  ])('%j gets a hint', (text, hint) => {
    expect(readAclFile(new SourceText('acl', text)).diagnostics[0]?.hint).toBe(hint)
  })
})

test('plain filters are valid filters', () => {
  const texts = fc.oneof(nastyText, fc.stringMatching(/^[ab+#/$%]{0,8}$/))
  fc.assert(
    fc.property(texts, (text) => {
      if (isPlainFilter(`<${text}>`, 1, text.length + 1)) expect(filterProblem(text)).toBeUndefined()
    }),
    { numRuns: 2000 },
  )
  expect(isPlainFilter('plant/+/state/#', 0, 15)).toBe(true)
})

test('whatever the bytes are, every rule is valid and every finding is one line', () => {
  const line = fc.tuple(fc.constantFrom('user ', 'topic ', 'topic read ', 'pattern deny ', ''), nastyText)
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const { file, diagnostics } = readAclFile(
        new SourceText('acl', lines.map((l) => l.join('')).join('\n')),
      )
      for (const rule of [file.anonymous, file.patterns, ...file.users.values()].flat())
        expect(filterProblem(rule.filter)).toBeUndefined()
      for (const { message } of diagnostics) expect(message).not.toMatch(/[\n\r\u2028]/)
      const texts = lines.filter(
        ([keyword, text]) => keyword === 'topic read ' && filterProblem(text) !== undefined,
      )
      if (texts.some(([, text]) => /^\S+$/.test(text))) expect(diagnostics.some(isError)).toBe(true)
    }),
  )
})
