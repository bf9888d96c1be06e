import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openLogFile } from '../../../src/broker/observe/log-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'log-file-'))
afterAll(() => rmSync(folder, { recursive: true }))

const noProblem = (sentence: string) => {
  throw new Error(sentence)
}

test('lines are added in order, and nobody else may read them', async () => {
  const path = join(folder, 'a.log')
  const first = openLogFile(path, noProblem)
  first.write('1\n')
  first.write('2\n')
  await first.close()
  const second = openLogFile(path, noProblem)
  for (let i = 3; i <= 2000; i++) {
    second.write(`${i}\n`)
    if (i % 100 === 0) await new Promise(setImmediate)
  }
  await second.close()
  expect(readFileSync(path, 'utf8')).toBe(Array.from({ length: 2000 }, (_, i) => `${i + 1}\n`).join(''))
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

test('a file that is there keeps its mode', async () => {
  const path = join(folder, 'shared.log')
  writeFileSync(path, 'old\n')
  chmodSync(path, 0o640)
  const file = openLogFile(path, noProblem)
  file.write('new\n')
  await file.close()
  expect(readFileSync(path, 'utf8')).toBe('old\nnew\n')
  expect(statSync(path).mode & 0o777).toBe(0o640)
})

test('a flush writes at once what waits', () => {
  const path = join(folder, 'flushed.log')
  const file = openLogFile(path, noProblem)
  file.write('last words\n')
  file.flush()
  expect(readFileSync(path, 'utf8')).toBe('last words\n')
  void file.close()
})

test('a file that was moved away keeps its lines until it is closed', async () => {
  const path = join(folder, 'moved.log')
  const file = openLogFile(path, noProblem)
  renameSync(path, `${path}.1`)
  file.write('x\n')
  await file.close()
  expect(readFileSync(`${path}.1`, 'utf8')).toBe('x\n')
  expect(existsSync(path)).toBe(false)
})

test('lines after the close are lost without a word', async () => {
  const path = join(folder, 'closed.log')
  const file = openLogFile(path, noProblem)
  await file.close()
  file.write('too late\n')
  await new Promise(setImmediate)
  expect(readFileSync(path, 'utf8')).toBe('')
})

test('a full disk is told once and ends nothing', async () => {
  const problems: string[] = []
  const file = openLogFile('/dev/full', (sentence) => problems.push(sentence))
  for (let i = 0; i < 5; i++) {
    file.write('x\n')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  file.write('x\n')
  file.flush()
  await file.close()
  expect(problems).toEqual(['The log file /dev/full cannot be written: the disk is full.'])
})

test('what waits is bounded, and lines that are lost are counted', async () => {
  const path = join(folder, 'flood.log')
  const problems: string[] = []
  const file = openLogFile(path, (sentence) => problems.push(sentence))
  const line = `${'x'.repeat(1023)}\n`
  for (let i = 0; i < 8 * 1024 + 3; i++) file.write(line)
  await file.close()
  expect(statSync(path).size).toBe(8 * 1024 * 1024)
  expect(problems).toEqual([`3 lines were not written to the log file ${path}: the disk is too slow.`])
})

test('a file that cannot be opened is an error of the system', () => {
  expect(() => openLogFile(join(folder, 'none', 'a.log'), noProblem)).toThrow('ENOENT')
})
