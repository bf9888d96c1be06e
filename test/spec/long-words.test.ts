import { expect, test } from 'vitest'
import { loadSpec } from '../../src/spec/load-spec.ts'
import { memoryReader } from '../support/memory-reader.ts'

// A slip is explained in time linear in its line: square time takes minutes here, and the test runs out of its own.
test.each([
  ['one word', 'x'.repeat(400_000)],
  ['topics', 'a/'.repeat(200_000)],
  ['braces', '{'.repeat(100_000)],
  ['variables', 'a/${username}/'.repeat(2_000)],
])('%s of great length beside an open bracket', async (_, word) => {
  const text = `mqttopia: 1\nname: ["a${word}"${word}\n`
  const { diagnostics } = await loadSpec('spec.yaml', memoryReader({ 'spec.yaml': text }), {})
  expect(diagnostics.length).toBeGreaterThan(0)
})
