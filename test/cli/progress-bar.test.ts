import { expect, test } from 'vitest'
import { progressBar, progressLine } from '../../src/cli/progress-bar.ts'
import type { Progress } from '../../src/state/progress.ts'
import { commandLine } from './command-line.ts'

test.each<[Progress, string]>([
  [{ phase: 'keys', done: 0, total: 4 }, `making keys [${'-'.repeat(30)}] 0%  0 of 4`],
  [
    { phase: 'certificates', done: 4_500, total: 10_000 },
    `issuing certificates [${'='.repeat(13)}${'-'.repeat(17)}] 45%  4,500 of 10,000`,
  ],
  [
    { phase: 'passwords', done: 1_234_567, total: 1_234_567 },
    `hashing passwords [${'='.repeat(30)}] 100%  1,234,567 of 1,234,567`,
  ],
  [{ phase: 'passwords', done: 0, total: 0 }, `hashing passwords [${'='.repeat(30)}] 100%  0 of 0`],
  [{ phase: 'saving', done: 0, total: 1 }, 'saving'],
  [{ phase: 'files', done: 12_345 }, 'writing files  12,345'],
  [{ phase: 'waiting', done: 0, note: 'process 7 uses .mqttopia' }, 'waiting: process 7 uses .mqttopia'],
])('%j reads as %j', (progress, line) => {
  expect(progressLine(progress, 200)).toBe(line)
})

test('a narrow terminal gets what fits into one line', () => {
  expect(progressLine({ phase: 'certificates', done: 1, total: 2 }, 20)).toBe('issuing certificates')
})

test.each([
  [false, false],
  [false, true],
  [true, true],
])('on a terminal: %s, quiet: %s shows nothing, and takes no hold of signals', (isTerminal, quiet) => {
  const before = process.listenerCount('SIGINT')
  const { onProgress, stop } = progressBar({ ...hostOf(), isTerminal }, quiet)
  onProgress({ phase: 'waiting', done: 0, note: 'x' })
  expect(process.listenerCount('SIGINT')).toBe(before)
  stop()
  stop()
})

test('while a bar is shown, Ctrl-C ends the process as ever', () => {
  const before = process.listenerCount('SIGINT')
  const { onProgress, stop } = progressBar({ ...hostOf(), isTerminal: true }, false)
  onProgress({ phase: 'waiting', done: 0, note: 'x' })
  onProgress({ phase: 'files', done: 1 })
  expect(process.listenerCount('SIGINT')).toBe(before)
  stop()
})

function hostOf() {
  const { folder } = commandLine()
  const reader = {
    readFile: async () => Buffer.alloc(0),
    glob: async () => [],
    importModule: async () => ({}),
  }
  return {
    onSignal: () => () => {},
    cwd: folder,
    env: {},
    now: () => new Date(),
    stdout: () => {},
    stderr: () => {},
    isTerminal: false,
    reader,
  }
}
