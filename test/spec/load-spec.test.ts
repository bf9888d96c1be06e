import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isError } from '../../src/diagnostics/diagnostic.ts'
import { renderHuman } from '../../src/diagnostics/render-human.ts'
import { loadSpec } from '../../src/spec/load-spec.ts'
import { memoryReader } from '../support/memory-reader.ts'
import { mutatedSpec } from '../support/mutated-spec.ts'
import { load } from './load-case.ts'

const EXAMPLES = join(import.meta.dirname, '../../examples')
const specs = readdirSync(EXAMPLES).map((name) => readFileSync(join(EXAMPLES, name, 'topology.yaml'), 'utf8'))

/** Everything that the language has, in each of its forms. */
const LANGUAGE = readFileSync(join(import.meta.dirname, 'language.yaml'), 'utf8')
const FILES = {
  'fleets/presses.csv': 'serial,site\n0001,berlin\n0002,"ham,burg"\n',
  'fleets/dev.csv': 'serial,site\nd1,dev\n',
  'fleets/pumps.jsonl': '{"serial": "p1", "site": "berlin"}\n',
  'pki/corp.pem': 'PEM',
  'templates/a.hbs': '{{host}}',
}

describe('the whole language', () => {
  test('loads without a finding', async () => {
    const { diagnostics, tables, files, value } = await load(LANGUAGE, { files: FILES })
    expect(diagnostics).toEqual([])
    expect([...tables.keys()]).toEqual(['presses', 'pumps', 'fans', 'valves'])
    expect(tables.get('presses')?.[1]).toEqual({ serial: '0002', site: 'ham,burg' })
    expect([...files.keys()]).toEqual(['pki/corp.pem', 'templates/a.hbs'])
    expect(value?.fleets?.presses?.forEach).toEqual({ csv: 'fleets/presses.csv', key: 'serial' })
  })

  test('loads in each environment', async () => {
    const { diagnostics, tables, value } = await load(LANGUAGE, { files: FILES, environment: 'dev' })
    expect(diagnostics).toEqual([])
    expect(tables.get('presses')).toEqual([{ serial: 'd1', site: 'dev' }])
    expect(value?.brokers?.core?.host).toBe('localhost')
  })

  test('means the same in JSON', async () => {
    const yaml = await load(LANGUAGE, { files: FILES })
    const json = await load(JSON.stringify(yaml.value), { files: FILES, name: 'spec.json' })
    expect(json.diagnostics).toEqual([])
    expect(json.value).toEqual(yaml.value)
  })

  test('means the same in a module', async () => {
    const { value } = await load(LANGUAGE, { files: FILES })
    const modules = { 'spec.ts': { default: value } }
    const module = await load('', { files: FILES, name: 'spec.ts', modules })
    expect(module.diagnostics).toEqual([])
    expect(module.value).toEqual(value)
  })
})

test('a finding names the module that made the value, included ones too', async () => {
  const modules = { 'spec.ts': { default: { mqttopia: 1, users: { a: { at: 1 } } } } }
  const { locate, diagnostics } = await load('', { name: 'spec.ts', modules })
  expect(diagnostics.map(({ at }) => locate(at)?.source.name)).toEqual(['spec.ts'])
  expect(locate({ path: ['brokers', 'core'] })?.source).toMatchObject({ name: 'spec.ts', isProgram: true })
  const part = { 'part.ts': { default: { users: { a: { at: 'core' } } } } }
  const whole = await load('mqttopia: 1\ninclude: [part.ts]\n', { files: { 'part.ts': '' }, modules: part })
  expect(whole.locate({ path: ['users', 'a', 'at'] })?.source.name).toBe('part.ts')
  expect(whole.locate({ path: ['mqttopia'] })?.source.name).toBe('spec.yaml')
})

/** Loads a text, and asserts what holds for every text at all. */
async function assertSound(bytes: string | Uint8Array, name: string): Promise<void> {
  const reader = memoryReader({ ...FILES, [name]: bytes })
  for (const environment of [undefined, 'dev']) {
    const document = await loadSpec(name, reader, environment === undefined ? {} : { environment })
    const { diagnostics, value, locate } = document
    if (value === undefined) expect(diagnostics.some(isError)).toBe(true)
    for (const { message, hint = '' } of diagnostics) {
      expect(`${message}${hint}`).not.toMatch(/[\r\n]/)
      expect(message).toMatch(/[^.]$/)
    }
    renderHuman(diagnostics, locate, { color: false })
  }
}

describe('no text at all makes loading throw', () => {
  test('random bytes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom('spec.yaml', 'spec.json'),
        async (bytes, name) => assertSound(bytes, name),
      ),
      { numRuns: 300 },
    )
  })

  test('mutated specs', async () => {
    await fc.assert(
      fc.asyncProperty(mutatedSpec([...specs, LANGUAGE]), async (text) => assertSound(text, 'spec.yaml')),
      { numRuns: 300 },
    )
  })

  test('mutated JSON', async () => {
    const { value } = await load(LANGUAGE, { files: FILES })
    const json = JSON.stringify(value, undefined, 1)
    await fc.assert(
      fc.asyncProperty(mutatedSpec([json]), async (text) => assertSound(text, 'spec.json')),
      { numRuns: 200 },
    )
  })

  test('any plain value as a module', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.anything({ withDate: true, withMap: true, withNullPrototype: true }),
        async (value) => {
          const modules = { 'a.ts': { default: value } }
          await loadSpec('a.ts', memoryReader({ 'a.ts': '' }, modules))
        },
      ),
      { numRuns: 300 },
    )
  })
})
