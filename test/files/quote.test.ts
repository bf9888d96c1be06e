import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  cLiteral,
  hasControls,
  jsonLiteral,
  oneLine,
  pythonLiteral,
  shellWord,
  UnquotableError,
  xmlText,
} from '../../src/files/quote.ts'
import { readCLiteral } from '../support/c-literal.ts'
import { nastyText } from '../support/nasty-text.ts'
import { describeWithPeers, findPeer, needPeer } from '../support/real-peer.ts'

const SAMPLE = fc.sample(nastyText, { numRuns: 300, seed: 7 })

test.each([
  ['a "b"', String.raw`"a \"b\""`],
  ['*/ ??/ \\', String.raw`"*/ \?\?/ \\"`],
  ['é1', String.raw`"\303\2511"`],
  ['\x001', String.raw`"\0001"`],
  ['%s $(x)', '"%s $(x)"'],
  ['', '""'],
  ['a\nb', '"a\\n" \\\n  "b"'],
  ['a\n', '"a\\n"'],
])('in C, %j is %s', (text, literal) => {
  expect(cLiteral(text)).toBe(literal)
})

test.each([
  ["it's", `'it'\\''s'`],
  ['', "''"],
  ['$(rm) `x` "y" \\', `'$(rm) \`x\` "y" \\'`],
])('in a shell, %j is %s', (text, word) => {
  expect(shellWord(text)).toBe(word)
})

test.each([
  ['a"b\\', String.raw`"a\"b\\"`],
  ['\u2028\n\0', String.raw`"\u2028\u000a\u0000"`],
  ['😀é', String.raw`"\U0001f600\u00e9"`],
  [true, 'True'],
  [null, 'None'],
  [7, '7'],
])('in Python, %j is %s', (value, literal) => {
  expect(pythonLiteral(value)).toBe(literal)
})

test('line separators are escaped in JSON, so that old JavaScript reads it too', () => {
  expect(jsonLiteral('\u2028 \u2029 \x7f')).toBe(String.raw`"\u2028 \u2029 \u007f"`)
})

test.each(['a\nb', 'a\rb', 'a\0b', 'a\u2028b', 'a\u0085b', 'a\tb'])('%j has no form on one line', (text) => {
  expect(() => oneLine(text)).toThrow(UnquotableError)
  expect(() => shellWord(text)).toThrow(UnquotableError)
})

describe('any text', () => {
  const same = (text: string) => text.replace(/\p{Surrogate}/gu, '\ufffd')

  test('stays on its line', () => {
    fc.assert(
      fc.property(nastyText, (text) => {
        expect(hasControls(jsonLiteral(text))).toBe(false)
        expect(hasControls(pythonLiteral(text))).toBe(false)
        expect(/^[\x20-\x7e]*$/.test(cLiteral(text).replaceAll(' \\\n  ', ''))).toBe(true)
      }),
    )
  })

  test('is read back from JSON by JSON and by JavaScript', () => {
    fc.assert(
      fc.property(nastyText, (text) => {
        expect(JSON.parse(jsonLiteral(text))).toBe(same(text))
        expect(runInNewContext(jsonLiteral(text))).toBe(same(text))
      }),
    )
  })

  test('is read back from C by the rules of its standard', () => {
    fc.assert(
      fc.property(nastyText, (text) => {
        expect(readCLiteral(cLiteral(text)).toString()).toBe(same(text))
      }),
    )
  })

  describeWithPeers(['python3'], 'in Python', () => {
    test('is read back by the interpreter', () => {
      const program = `import json\nprint(json.dumps([\n${SAMPLE.map(pythonLiteral).join(',\n')}\n]))`
      const output = execFileSync(needPeer('python3'), ['-'], { input: program, encoding: 'utf8' })
      expect(JSON.parse(output)).toEqual(SAMPLE.map(same))
    })
  })

  describeWithPeers(['python3'], 'in XML', () => {
    test('is read back by a parser, less the characters that XML has not', () => {
      const items = SAMPLE.map((text) => `<i a="${xmlText(text)}">${xmlText(text)}</i>`)
      const program = `import json, sys, xml.etree.ElementTree as tree
root = tree.fromstring(sys.stdin.buffer.read())
print(json.dumps([[i.get('a'), i.text or ''] for i in root]))`
      const input = `<?xml version="1.0" encoding="UTF-8"?>\n<r>${items.join('')}</r>`
      const output = execFileSync(needPeer('python3'), ['-c', program], { input, encoding: 'utf8' })
      const known = SAMPLE.map((text) =>
        same(text).replace(/[^\t\n\r\x20-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd'),
      )
      expect(JSON.parse(output)).toEqual(known.map((text) => [text.replace(/[\t\n]/g, ' '), text]))
    })
  })

  test('is read back by a shell', () => {
    const texts = SAMPLE.filter((text) => !hasControls(text))
    const output = execFileSync('sh', ['-s'], {
      input: `printf '%s\\0' ${texts.map(shellWord).join(' ')}`,
      encoding: 'utf8',
    })
    expect(texts.length).toBeGreaterThan(50)
    expect(output.split('\0').slice(0, -1)).toEqual(texts.map(same))
  })

  // No compiler is asked for in CI: the test above reads C by itself.
  test.skipIf(findPeer('gcc') === undefined)('is read back from C by a compiler, trigraphs on', () => {
    const folder = mkdtempSync(join(tmpdir(), 'quote-'))
    const macros = SAMPLE.map((text, i) => `#define T${i} ${cLiteral(text)}`).join('\n')
    const rows = SAMPLE.map((_, i) => `{ T${i}, sizeof T${i} - 1 },`).join('\n')
    const program = `#include <stdio.h>\n${macros}\nstruct t { const char *text; size_t length; };
      static const struct t texts[] = {\n${rows}\n};
      int main(void) { for (size_t i = 0; i < ${SAMPLE.length}; i++) {
        for (size_t j = 0; j < texts[i].length; j++) printf("%02x", (unsigned char)texts[i].text[j]);
        printf("\\n"); } return 0; }`
    writeFileSync(join(folder, 't.c'), program)
    execFileSync('gcc', [
      '-std=c11',
      '-trigraphs',
      '-Wall',
      '-Werror',
      '-o',
      join(folder, 't'),
      join(folder, 't.c'),
    ])
    const output = execFileSync(join(folder, 't'), { encoding: 'utf8' })
    rmSync(folder, { recursive: true })
    expect(output.split('\n').slice(0, -1)).toEqual(SAMPLE.map((text) => Buffer.from(text).toString('hex')))
  })
})
