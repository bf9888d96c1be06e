/** Mutated examples and random YAML: nothing throws, and what has no errors builds. `MQTTOPIA_FUZZ_CASES` sets how many. */

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { build } from '../../src/build.ts'
import { compile, hasErrors } from '../../src/compile.ts'
import { renderHuman } from '../../src/diagnostics/render-human.ts'
import { isArchive } from '../../src/files/artifact.ts'
import { packageTexts } from '../../src/state/package-files.ts'
import { fixedMaterials } from '../support/fixed-materials.ts'
import { memoryReader } from '../support/memory-reader.ts'
import { mutatedSpec } from '../support/mutated-spec.ts'
import { FUZZED_FILES, FUZZED_SPECS } from './fuzzed-specs.ts'

const CASES = Number(process.env.MQTTOPIA_FUZZ_CASES ?? 1_500)
const SEED = Number(process.env.MQTTOPIA_FUZZ_SEED ?? 20_261_123)
const NOW = new Date('2026-12-01T00:00:00Z')
const templates = packageTexts('templates')

test('no spec makes the compiler throw', async () => {
  const count = { valid: 0, refused: 0 }
  await fc.assert(
    fc.asyncProperty(
      mutatedSpec(FUZZED_SPECS),
      fc.constantFrom(undefined, 'dev', 'prod'),
      async (text, environment) => {
        const reader = memoryReader({ ...FUZZED_FILES, 'topology.yaml': text })
        const options = {
          now: NOW,
          folderName: 'fuzz',
          ...(environment === undefined ? {} : { environment }),
        }
        const compilation = await compile('topology.yaml', reader, options)
        const { topology, diagnostics, document } = compilation
        expect(renderHuman(diagnostics, document.locate, { color: false })).not.toContain('undefined')
        for (const { message, hint = '' } of diagnostics)
          expect(`${message}${hint}`).not.toMatch(/[\n\r]|\[object /)
        if (topology === undefined || hasErrors(compilation)) {
          count.refused += 1
          return
        }
        count.valid += 1
        for (const { content } of build({ topology, materials: fixedMaterials(topology), templates })) {
          if (isArchive(content)) for (const entry of content.entries) expect(entry.path).not.toBe('')
        }
      },
    ),
    { numRuns: CASES, seed: SEED, endOnFailure: true },
  )
  expect(count.refused).toBeGreaterThan(0)
  expect(count.valid).toBeGreaterThan(0)
}, 3_600_000)
