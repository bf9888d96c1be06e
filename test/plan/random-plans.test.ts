/**
 * Specs that nobody has written: examples with something put in, taken out or exchanged. Those that compile have an
 * empty plan after that. MQTTOPIA_RANDOM_PLANS sets how many (a long run: 1000), MQTTOPIA_SEED which.
 */

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compile, hasErrors } from '../../src/compile.ts'
import { commandLine, NOW } from '../cli/command-line.ts'
import { FUZZED_FILES, FUZZED_SPECS } from '../fuzz/fuzzed-specs.ts'
import { EXAMPLE_ENV } from '../support/example-run.ts'
import { memoryReader } from '../support/memory-reader.ts'
import { mutatedSpec } from '../support/mutated-spec.ts'

const COUNT = Number(process.env.MQTTOPIA_RANDOM_PLANS ?? 12)
const SEED = Number(process.env.MQTTOPIA_SEED ?? Date.now() % 2 ** 31)
/** A thousand devices say no more than three. */
const SPECS = FUZZED_SPECS.filter((text) => !text.includes('name: fleet'))

async function isValid(text: string): Promise<boolean> {
  const reader = memoryReader({ ...FUZZED_FILES, 'topology.yaml': text })
  return !hasErrors(await compile('topology.yaml', reader, { now: NOW, folderName: 'random' }))
}

test(`a plan right after a compile is empty, for ${COUNT} random topologies (MQTTOPIA_SEED=${SEED})`, async () => {
  let compiled = 0
  for (let turn = 0; compiled < COUNT; turn++) {
    const [text = ''] = fc.sample(mutatedSpec(SPECS), { numRuns: 1, seed: SEED + turn })
    if (!(await isValid(text))) continue
    const { mqttopia } = commandLine({ ...FUZZED_FILES, 'topology.yaml': text }, { env: EXAMPLE_ENV })
    const { exitCode } = await mqttopia('compile', '-q')
    if (exitCode !== 0) continue // secrets that are nowhere
    compiled += 1
    const plan = await mqttopia('plan', '--detailed-exitcode')
    expect({ ...plan, text }).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/: nothing to do, /),
    })
    expect((await mqttopia('compile', '--check', '--no-cache')).exitCode, text).toBe(0)
  }
}, 3_600_000)
