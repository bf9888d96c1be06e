import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SpecPath } from '../../src/diagnostics/diagnostic.ts'
import { treeOfValue } from '../../src/spec/module/tree-of-value.ts'
import { Cut } from '../../src/spec/shape/cut.ts'
import { type PlainValue, plainValue } from '../../src/spec/tree/plain-value.ts'
import { load, shown } from './load-case.ts'

const SPEC = `mqttopia: 1
brokers:
  core: { host: x, listeners: { m: { auth: [psk] } } }
users:
  "a.b": { at: core, publish: [a, b] }
`

describe('locate', () => {
  test.each<[SpecPath, 'key' | undefined, string]>([
    [['brokers', 'core', 'host'], undefined, 'x'],
    [['brokers', 'core', 'host'], 'key', 'host'],
    [['users', 'a.b', 'publish', 1], undefined, 'b'],
    [['users', 'a.b', 'publish', 1], 'key', 'b'],
    [['users', 'a.b'], 'key', '"a.b"'],
    [['users', 'a.b'], undefined, '{ at: core, publish: [a, b] }'],
    [['brokers', 'core', 'listeners', 'm', 'port'], undefined, 'm'],
    [['users', 'a.b', 'publish', 7, 'topic'], undefined, 'publish'],
  ])('%j %s: %s', async (path, on, text) => {
    const { locate } = await load(SPEC)
    const found = shown(locate({ path, ...(on && { on }) }))
    expect(found.slice(found.indexOf(': ') + 2)).toBe(text)
  })

  test('finds nothing for what no key leads to', async () => {
    const { locate } = await load(SPEC)
    expect(locate({ path: ['fleets', 'x'] })).toBeUndefined()
  })

  test('a block ends with its last line', async () => {
    const { locate } = await load(SPEC)
    const span = locate({ path: ['brokers'] })
    expect(span?.source.text.slice(span.start, span.end)).toBe(
      'core: { host: x, listeners: { m: { auth: [psk] } } }',
    )
  })
})

describe('what is wrong is left out', () => {
  test('and the rest keeps its places, in lists too', async () => {
    const { value, pruned, locate } = await load(`mqttopia: 1
roles:
  r: { publish: [0001, a, 0002, b], nope: 1 }
  "x y": {}
users:
  u: { publish: [a] }
  v: { at: core }
`)
    expect(value).toEqual({
      mqttopia: 1,
      roles: { r: { publish: ['a', 'b'] } },
      users: { v: { at: 'core' } },
    })
    expect(new Set(pruned.map((path) => path.join('/')))).toEqual(
      new Set(['roles/r/publish/0', 'roles/r/publish/2', 'roles/r/nope', 'roles/x y', 'users/u']),
    )
    expect(shown(locate({ path: ['roles', 'r', 'publish', 1] }))).toMatch(/: b$/)
  })

  test('with what cannot stand without it', async () => {
    const { value, pruned } = await load(`mqttopia: 1
brokers:
  core: { listeners: { m: { auth: [pks] } } }
  line: { listeners: { m: { auth: [psk] } } }
`)
    expect(Object.keys(value?.brokers ?? {})).toEqual(['line'])
    expect(pruned).toEqual([['brokers', 'core']])
  })

  test('and nothing is left of what is no spec', async () => {
    for (const text of ['[]', 'mqttopia: 2', 'x', 'a: [']) expect((await load(text)).value).toBeUndefined()
  })
})

test('objects of the value have no prototype', async () => {
  const { value } = await load(SPEC)
  expect(value?.users?.constructor).toBeUndefined()
})

test('no hint takes the name of an object method for a key of the language', async () => {
  const { diagnostics } = await load('mqttopia: 1\nconstructor: 2\n__proto__: {}\n')
  expect(diagnostics.map(({ code, hint }) => ({ code, hint }))).toEqual([
    { code: 'unknown-key', hint: undefined },
    { code: 'unknown-key', hint: undefined },
  ])
})

const anyValue = fc.letrec<{ value: PlainValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.integer({ min: 0, max: 9 }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value'), { maxKeys: 3 }),
  ),
})).value

test('a path of the rest leads back to the path before the cut', () => {
  fc.assert(
    fc.property(anyValue, fc.infiniteStream(fc.boolean()), (value, choices) => {
      const tree = treeOfValue(marked(value), () => undefined)
      const cut = new Cut()
      for (const path of paths(plainValue(tree))) if (path.length > 0 && choices.next().value) cut.add(path)
      const rest = cut.apply(tree)
      for (const path of rest === undefined ? [] : paths(plainValue(rest))) {
        const before = cut.pathBefore(path)
        expect(leafAt(plainValue(tree), before)).toEqual(leafAt(rest && plainValue(rest), path))
      }
    }),
  )
})

/** Every leaf becomes unlike every other. */
function marked(value: PlainValue, counter = { next: 0 }): PlainValue {
  if (Array.isArray(value)) return value.map((item) => marked(item, counter))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, marked(inner, counter)]))
  }
  counter.next += 1
  return counter.next
}

function paths(value: PlainValue): SpecPath[] {
  if (typeof value !== 'object' || value === null) return [[]]
  const entries: [string | number, PlainValue][] = Array.isArray(value)
    ? value.map((item, i) => [i, item])
    : Object.entries(value)
  return entries.flatMap(([step, inner]) => paths(inner).map((path) => [step, ...path]))
}

function leafAt(value: PlainValue | undefined, path: SpecPath): unknown {
  return path.reduce((inner: unknown, step) => (inner as Record<string | number, unknown>)[step], value)
}
