import { appendFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { bundled } from '../support/bundled.ts'

const PROGRAM = bundled('src/state/package-files.ts')

/** As if the program were started another time. */
async function factsOfStart(number: number): Promise<string> {
  const program = await import(`${PROGRAM.path}?${number}`)
  return (program as typeof import('../../src/state/package-files.ts')).programFacts()
}

test('a program in one piece is known by its own folder, and by nothing around it', async () => {
  const facts = await factsOfStart(1)
  const around = `${dirname(PROGRAM.path)}.txt`
  writeFileSync(around, 'of no account')
  expect(await factsOfStart(2)).toBe(facts)
  rmSync(around)
  writeFileSync(join(dirname(PROGRAM.path), 'part.mjs'), '')
  const withPart = await factsOfStart(3)
  expect(withPart).not.toBe(facts)
  appendFileSync(PROGRAM.path, '\n')
  expect(await factsOfStart(4)).not.toBe(withPart)
})
