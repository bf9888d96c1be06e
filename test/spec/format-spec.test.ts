import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatSpec } from '../../src/spec/format-spec.ts'
import { mutatedSpec } from '../support/mutated-spec.ts'

const EXAMPLES = join(import.meta.dirname, '../../examples')
const specs = ['quickstart', 'home', 'sites', 'fleet', 'plant'].map((name) =>
  readFileSync(join(EXAMPLES, name, 'topology.yaml'), 'utf8'),
)

function formatted(text: string, name = 'topology.yaml'): string {
  const result = formatSpec(text, name)
  if (!('text' in result)) throw new Error(result.diagnostics.map(({ message }) => message).join('\n'))
  return result.text
}

describe('keys', () => {
  test('stand in the order of the schema; the names of users, brokers and roles keep theirs', () => {
    expect(formatted('users:\n  zoe: { roles: [a], at: b }\n  al: { at: b }\nmqttopia: 1\n')).toBe(
      'mqttopia: 1\nusers:\n  zoe: { at: b, roles: [a] }\n  al: { at: b }\n',
    )
  })

  test('keep the comments above and behind them when they move', () => {
    const text = '# the spec\n\n# who\nusers: {} # nobody\n# which\nmqttopia: 1\n'
    expect(formatted(text)).toBe('# the spec\n\n# which\nmqttopia: 1\n# who\nusers: {} # nobody\n')
  })

  test('stay where they are in a spec with anchors', () => {
    const text = 'users: &u {}\nmqttopia: 1\nroles: *u\n'
    expect(formatted(text)).toBe(text)
  })
})

describe('comments', () => {
  test('go with their key when it moves, those of the file stay', () => {
    const text = `
# yaml-language-server: $schema=https://mqttopia.dev/schema/v1.json
users:
  a:
    # the roles
    roles: [x]
    # the broker
    at: core # ours
    # the end
mqttopia: 1
`
    expect(formatted(text)).toBe(`# yaml-language-server: $schema=https://mqttopia.dev/schema/v1.json

mqttopia: 1
users:
  a:
    # the broker
    at: core # ours
    # the roles
    roles: [x]
    # the end
`)
  })

  test('inside brackets turn them into blocks', () => {
    expect(formatted('roles: { r: { publish: [a, # why\n  b] } }\n')).toBe(
      'roles:\n  r:\n    publish:\n      - a # why\n      - b\n',
    )
  })
})

test('blank lines do not lead a map', () => {
  expect(formatted('users: {}\n\nmqttopia: 1\n')).toBe('mqttopia: 1\nusers: {}\n')
})

describe('strings', () => {
  test.each([
    ["'a/b'", 'a/b'],
    ['"#"', '"#"'],
    ['a/+', '"a/+"'],
    ["'0001'", '"0001"'],
    ['"2.0"', '"2.0"'],
    ["'yes'", '"yes"'],
    ['10.0.0.1', '10.0.0.1'],
    ['"${username}"', '"${username}"'],
  ])('%s is written %s', (given, wanted) => {
    expect(formatted(`mqttopia: 1\nname: ${given}\n`)).toBe(`mqttopia: 1\nname: ${wanted}\n`)
  })

  test('a map that does not fit on its line becomes a block', () => {
    const long = 'x'.repeat(100)
    expect(formatted(`users: { a: { at: ${long}, roles: [b] } }\n`)).toBe(
      `users:\n  a:\n    at: ${long}\n    roles: [b]\n`,
    )
  })
})

test('JSON stays JSON', () => {
  expect(formatted('{"name":"a","mqttopia":1}', 'a.json')).toBe('{\n  "mqttopia": 1,\n  "name": "a"\n}\n')
})

test('a text that cannot be read is left alone, with the reason and the place', () => {
  const result = formatSpec('mqttopia: [', 'a.yaml')
  expect('diagnostics' in result && result.diagnostics.length).toBe(1)
})

test.each([
  ['a table', 'devices.csv', 'serial,hall\nPU-1,"h1, left"\n'],
  ['a letter', 'letter.yaml', 'Dear plant,\nall is well.\n'],
  ['a list', 'a.yaml', '- b\n-   c\n'],
  ['a JSON list', 'a.json', '[1,2]'],
  ['a remark', 'a.yaml', '# nothing yet\n'],
])('%s is no spec, and left alone', (_, name, text) => {
  const result = formatSpec(text, name)
  expect('diagnostics' in result && result.diagnostics.map(({ severity }) => severity)).toEqual(['error'])
})

test('the examples are formatted', () => {
  for (const text of specs) expect(formatted(text)).toBe(text)
})

/** Specs with remarks and blank lines strewn in. */
const strewn = fc
  .tuple(
    mutatedSpec(specs),
    fc.array(fc.tuple(fc.nat(300), fc.constantFrom('above', 'behind', 'blank')), { maxLength: 6 }),
  )
  .map(([text, additions]) => {
    const lines = text.split('\n')
    for (const [i, [at, how]] of additions.entries()) {
      const line = at % lines.length
      const indentation = /^ */.exec(lines[line] ?? '')?.[0] ?? ''
      if (how === 'behind') lines[line] += ` # remark ${i}`
      else lines.splice(line, 0, how === 'blank' ? '' : `${indentation}# remark ${i}`)
    }
    return lines.join('\n')
  })

test('formatting twice is formatting once, and no spec changes its meaning or loses a comment', () => {
  let count = 0
  fc.assert(
    fc.property(strewn, (text) => {
      const once = formatSpec(text, 'a.yaml') // throws when the meaning would change or a comment be lost
      if (!('text' in once)) return
      count += 1
      expect(formatted(once.text, 'a.yaml')).toBe(once.text)
    }),
    { numRuns: 400 },
  )
  expect(count).toBeGreaterThan(50)
})
