/** Mutated examples and random YAML: nothing throws, and what has no errors builds. `MQTTOPIA_FUZZ_CASES` sets how many. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
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

const CASES = Number(process.env.MQTTOPIA_FUZZ_CASES ?? 1_500)
const SEED = Number(process.env.MQTTOPIA_FUZZ_SEED ?? 20_261_123)
const EXAMPLES = join(import.meta.dirname, '../../examples')
const NOW = new Date('2026-12-01T00:00:00Z')
const templates = packageTexts('templates')

const FILES = {
  'fleets/presses.yaml': readFileSync(join(EXAMPLES, 'plant/fleets/presses.yaml'), 'utf8'),
  'fleets/presses.csv': readFileSync(join(EXAMPLES, 'plant/fleets/presses.csv'), 'utf8'),
  'fleets/dev.csv': readFileSync(join(EXAMPLES, 'plant/fleets/dev.csv'), 'utf8'),
  'pki/corp-ca.pem': readFileSync(join(EXAMPLES, 'plant/pki/corp-ca.pem'), 'utf8'),
  'devices/meters.csv': 'serial,site,model\n000001,lyon,em340\n000002,turin,em511\n',
}

const specs = ['quickstart', 'home', 'sites', 'fleet', 'plant'].map((name) =>
  readFileSync(join(EXAMPLES, name, 'topology.yaml'), 'utf8'),
)

test('no spec makes the compiler throw', async () => {
  const count = { valid: 0, refused: 0 }
  await fc.assert(
    fc.asyncProperty(
      mutatedSpec(specs),
      fc.constantFrom(undefined, 'dev', 'prod'),
      async (text, environment) => {
        const reader = memoryReader({ ...FILES, 'topology.yaml': text })
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
