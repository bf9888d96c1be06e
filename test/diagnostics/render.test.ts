import { describe, expect, test } from 'vitest'
import type { Diagnostic, Locate } from '../../src/diagnostics/diagnostic.ts'
import { renderGithub } from '../../src/diagnostics/render-github.ts'
import { renderHuman, summarize } from '../../src/diagnostics/render-human.ts'
import { renderJson } from '../../src/diagnostics/render-json.ts'
import { renderJunit } from '../../src/diagnostics/render-junit.ts'
import { renderMarkdown } from '../../src/diagnostics/render-markdown.ts'
import { renderSarif } from '../../src/diagnostics/render-sarif.ts'
import { programSpan, SourceText } from '../../src/diagnostics/source-text.ts'

const source = new SourceText('a b.yaml', 'users:\r\n  alice: { at: cor }\r\nbrokers: {}\n')
const span = { source, start: source.text.indexOf('cor'), end: source.text.indexOf('cor') + 3 }
const brokers = { source, start: source.text.indexOf('brokers'), end: source.text.indexOf('brokers') + 7 }

const finding: Diagnostic = {
  code: 'unknown-reference',
  severity: 'error',
  message: 'there is no broker "cor", 100%',
  at: { path: ['users', 'alice', 'at'] },
  related: [{ at: { span: brokers }, message: 'brokers are named here' }],
  hint: 'write "core"',
}
const elsewhere: Diagnostic = {
  code: 'x',
  severity: 'warning',
  message: 'm\u001b[31m',
  at: { path: ['pki', 0] },
}
const locate: Locate = (place) =>
  'span' in place ? place.span : place.path[0] === 'users' ? span : undefined

describe('human', () => {
  test('shows the line with carets, the second place and the hint', () => {
    expect(renderHuman([finding], locate, { color: false })).toBe(
      [
        'a b.yaml:2:16: error: there is no broker "cor", 100% [unknown-reference]',
        '  2 |   alice: { at: cor }',
        '                     ^^^',
        'a b.yaml:3:1: note: brokers are named here',
        '  3 | brokers: {}',
        '      ^^^^^^^',
        '  hint: write "core"',
        '',
      ].join('\n'),
    )
  })

  test('names the path where there is no text, and lets no control character through', () => {
    expect(renderHuman([elsewhere], locate, { color: false })).toBe('/pki/0: warning: m\ufffd[31m [x]\n')
  })

  test('cuts a long line around the place', () => {
    const long = new SourceText('l', `${'a'.repeat(5000)}HERE${'b'.repeat(5000)}`)
    const text = renderHuman(
      [{ ...elsewhere, at: { span: { source: long, start: 5000, end: 5004 } } }],
      locate,
      {
        color: false,
      },
    )
    const [, line = '', carets = ''] = text.split('\n')
    expect(line.length).toBeLessThan(200)
    expect(line.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('HERE')
  })

  test('counts by severity', () => {
    expect(summarize([finding, finding, elsewhere])).toBe('2 errors, 1 warning')
  })
})

test('json resolves every place', () => {
  const { diagnostics } = JSON.parse(renderJson([finding, elsewhere], locate))
  expect(diagnostics[0]).toMatchObject({
    code: 'unknown-reference',
    at: {
      path: ['users', 'alice', 'at'],
      file: 'a b.yaml',
      start: { line: 2, column: 16 },
      end: { line: 2, column: 19 },
    },
    related: [{ at: { file: 'a b.yaml', start: { line: 3, column: 1 } } }],
  })
  expect(diagnostics[1].at).toEqual({ path: ['pki', 0] })
})

test('github commands are one line each, with their data escaped', () => {
  expect(renderGithub([finding], locate)).toBe(
    '::error file=a b.yaml,line=2,endLine=2,col=16,endColumn=19,title=unknown-reference::' +
      'there is no broker "cor", 100%25%0Aa b.yaml:3: brokers are named here%0Ahint: write "core"\n',
  )
})

test('sarif has the rule of each result, and places as URIs', () => {
  const codes = [{ code: 'unknown-reference', severity: 'error', summary: 's', explanation: 'e' } as const]
  const [run] = JSON.parse(renderSarif([finding, elsewhere], locate, { version: '1.2.3', codes })).runs
  expect(run.tool.driver.rules).toHaveLength(1)
  expect(run.results[0].locations[0].physicalLocation).toEqual({
    artifactLocation: { uri: 'a%20b.yaml' },
    region: { startLine: 2, startColumn: 16, endLine: 2, endColumn: 19 },
  })
  expect(run.results[0].relatedLocations[0].message.text).toBe('brokers are named here')
  expect(run.results[1].locations).toEqual([])
})

describe('junit', () => {
  test('fails a case for each error, passes what is no error, and counts both', () => {
    expect(renderJunit([finding, elsewhere], locate, 'topology.yaml')).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="2" failures="1">
<testsuite name="topology.yaml" tests="1" failures="0">
<testcase classname="topology.yaml" name="x: m\ufffd[31m" file="topology.yaml">
<system-out>/pki/0: warning: m\ufffd[31m [x]
</system-out>
</testcase>
</testsuite>
<testsuite name="a b.yaml" tests="1" failures="1">
<testcase classname="a b.yaml" name="unknown-reference: there is no broker &#34;cor&#34;, 100%" file="a b.yaml" line="2">
<failure type="unknown-reference" message="there is no broker &#34;cor&#34;, 100%">a b.yaml:2:16: error: there is no broker &#34;cor&#34;, 100% [unknown-reference]
  2 |   alice: { at: cor }
                     ^^^
a b.yaml:3:1: note: brokers are named here
  3 | brokers: {}
      ^^^^^^^
  hint: write &#34;core&#34;
</failure>
</testcase>
</testsuite>
</testsuites>
`,
    )
  })

  test('of a spec without findings is one case that passes', () => {
    expect(renderJunit([], locate, 'topology.yaml')).toContain(
      '<testsuites tests="1" failures="0">\n<testsuite name="topology.yaml" tests="1" failures="0">\n' +
        '<testcase classname="topology.yaml" name="has no findings"/>',
    )
  })
})

describe('markdown', () => {
  test('keeps all that comes from the spec in a block of code that the text cannot end', () => {
    const fenced = { ...elsewhere, message: 'a ```` b' }
    expect(renderMarkdown([fenced], locate)).toBe(
      '**mqttopia**: 1 warning\n\n**warning** `x`\n\n`````text\n/pki/0: warning: a ```` b [x]\n`````\n',
    )
  })

  test('fits into a comment, and says how many findings do not', () => {
    const text = renderMarkdown(Array(5_000).fill(finding), locate)
    expect(text.length).toBeLessThan(65_536)
    const shown = text.split('**error**').length - 1
    expect(text.endsWith(`\n…and ${5_000 - shown} more.\n`)).toBe(true)
    expect(shown).toBeGreaterThan(100)
  })

  test('says so when there is nothing to say', () => {
    expect(renderMarkdown([], locate)).toBe('**mqttopia**: no findings\n')
  })
})

describe('what a program made has no line, but a file and a path', () => {
  const inProgram: Locate = () => programSpan('topology.ts')
  const made: Diagnostic = { ...finding, related: [] }

  test('for people', () => {
    expect(renderHuman([made, { ...made, at: { path: [] } }], inProgram, { color: false })).toBe(
      [
        'topology.ts: /users/alice/at: error: there is no broker "cor", 100% [unknown-reference]',
        '  hint: write "core"',
        '',
        'topology.ts: error: there is no broker "cor", 100% [unknown-reference]',
        '  hint: write "core"',
        '',
      ].join('\n'),
    )
  })

  test('for programs', () => {
    expect(JSON.parse(renderJson([made], inProgram)).diagnostics[0].at).toEqual({
      path: ['users', 'alice', 'at'],
      file: 'topology.ts',
    })
    expect(renderGithub([made], inProgram)).toBe(
      '::error file=topology.ts,title=unknown-reference::' +
        '/users/alice/at: there is no broker "cor", 100%25%0Ahint: write "core"\n',
    )
    const [run] = JSON.parse(renderSarif([made], inProgram, { version: '1.2.3', codes: [] })).runs
    expect(run.results[0].locations).toEqual([
      {
        physicalLocation: { artifactLocation: { uri: 'topology.ts' } },
        logicalLocations: [{ fullyQualifiedName: 'users/alice/at' }],
      },
    ])
  })
})

describe('positions', () => {
  test.each([
    ['a\nb', 2, { line: 2, column: 1 }],
    ['a\r\nb', 3, { line: 2, column: 1 }],
    ['a\rb', 2, { line: 2, column: 1 }],
    ['', 0, { line: 1, column: 1 }],
    ['ab', 99, { line: 1, column: 3 }],
  ])('%j at %i', (text, offset, position) => {
    expect(new SourceText('s', text).position(offset)).toEqual(position)
  })
})
