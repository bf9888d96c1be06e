/** What the command line is built with to say whether a spec has the right shape, held to ajv itself. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { loadSpec } from '../../src/spec/load-spec.ts'
import { shapeErrors } from '../../src/spec/shape/shape-error.ts'
import type { PlainValue } from '../../src/spec/tree/plain-value.ts'
import { FUZZED_FILES, FUZZED_SPECS } from '../fuzz/fuzzed-specs.ts'
import { bundled } from '../support/bundled.ts'
import { memoryReader } from '../support/memory-reader.ts'
import { mutatedSpec } from '../support/mutated-spec.ts'

const GATE = bundled('src/spec/shape/ready-gate.ts')
const LOADER = bundled('src/spec/load-spec.ts')

const LANGUAGE = readFileSync(join(import.meta.dirname, 'language.yaml'), 'utf8')
const SPECS: readonly PlainValue[] = [...FUZZED_SPECS, LANGUAGE].map((text) => parse(text))

const OTHERS: readonly PlainValue[] = [
  null,
  true,
  -1,
  1.5,
  '',
  'a\u0000',
  'x'.repeat(300),
  ['a', 'a'],
  { x: 1 },
]

test('the gate opens for the specs that ajv has nothing to say about, and for no other', async () => {
  const { readyGate } = (await import(GATE.path)) as typeof import('../../src/spec/shape/ready-gate.ts')
  const count = { open: 0, closed: 0 }
  for (const value of SPECS.flatMap((spec) => [spec, ...changedSpecs(spec)])) {
    const isOpen = readyGate?.(value)
    if (isOpen !== (shapeErrors(value).length === 0)) expect.fail(`${isOpen}: ${JSON.stringify(value)}`)
    count[isOpen ? 'open' : 'closed'] += 1
  }
  expect(count.open).toBeGreaterThan(SPECS.length)
  expect(count.closed).toBeGreaterThan(1_000)
})

test('a bundle says of a spec what its source says', async () => {
  const bundle = (await import(LOADER.path)) as typeof import('../../src/spec/load-spec.ts')
  const property = fc.asyncProperty(mutatedSpec(FUZZED_SPECS), async (text) => {
    const reader = memoryReader({ ...FUZZED_FILES, 'topology.yaml': text })
    const [said, expected] = await Promise.all([
      bundle.loadSpec('topology.yaml', reader),
      loadSpec('topology.yaml', reader),
    ])
    expect(said.diagnostics).toEqual(expected.diagnostics)
    expect(said.value).toEqual(expected.value)
  })
  await fc.assert(property, { numRuns: 300, seed: 20_261_127 })
})

/** The value with one place of it left out, or something else there, for all places. */
function* changedSpecs(value: PlainValue): Generator<PlainValue> {
  yield* OTHERS
  if (typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) {
      yield value.toSpliced(i, 1)
      for (const other of changedSpecs(item)) yield value.with(i, other)
    }
    return
  }
  yield { ...value, 'no such key': 1 }
  for (const [key, inner] of Object.entries(value)) {
    const { [key]: _, ...rest } = value as Readonly<Record<string, PlainValue>>
    yield rest
    yield { ...rest, [`${key} `]: inner }
    for (const other of changedSpecs(inner)) yield { ...rest, [key]: other }
  }
}
