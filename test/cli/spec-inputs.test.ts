import { join } from 'node:path'
import { expect, test } from 'vitest'
import { SpecInputs } from '../../src/cli/spec-inputs.ts'
import { compile } from '../../src/compile.ts'
import { fileReader } from '../../src/state/file-reader.ts'
import { commandLine } from './command-line.ts'

const SPEC = 'mqttopia: 1\ninclude: [parts/*.yaml]\nbrokers: { b: { listeners: {} } }\n'
const FLEET = 'fleets: { f: { forEach: { csv: f.csv, key: id }, username: "${each.id}", at: b } }\n'
const FILES = { 'topology.yaml': SPEC, 'parts/f.yaml': FLEET, 'parts/f.csv': 'id\n1\n', 'other.txt': 'x' }

async function read(files: Readonly<Record<string, string>> = FILES) {
  const { folder, write } = commandLine(files)
  const inputs = new SpecInputs(fileReader(folder), folder)
  await compile('topology.yaml', inputs, { now: new Date(), folderName: 'x' })
  return { folder, write, inputs }
}

test('what is as it was has not changed', async () => {
  const { inputs, write } = await read()
  write({ ...FILES, 'other.txt': 'y' })
  expect(await inputs.haveChanged()).toBe(false)
})

test.each<{ what: string; files: Readonly<Record<string, string>> }>([
  { what: 'the spec', files: { 'topology.yaml': `${SPEC}name: x\n` } },
  { what: 'an included file', files: { 'parts/f.yaml': `${FLEET}# new\n` } },
  { what: 'a table', files: { 'parts/f.csv': 'id\n1\n2\n' } },
  { what: 'a file that would be included', files: { 'parts/g.yaml': 'users: {}\n' } },
])('$what counts', async ({ files }) => {
  const { inputs, write } = await read()
  write(files)
  expect(await inputs.haveChanged()).toBe(true)
})

test('a file that was missing counts when it comes', async () => {
  const { inputs, write } = await read({ ...FILES, 'parts/f.yaml': FLEET.replace('f.csv', 'g.csv') })
  expect(await inputs.haveChanged()).toBe(false)
  write({ 'parts/g.csv': 'id\n1\n' })
  expect(await inputs.haveChanged()).toBe(true)
})

test('the folders to watch are those of all files and patterns', async () => {
  const { inputs, folder } = await read()
  expect([...inputs.folders()].sort()).toEqual([folder, join(folder, 'parts')])
})
