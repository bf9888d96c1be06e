/** The same spec as YAML, as JSON, and as a TypeScript or JavaScript module means the same. */

import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { compile } from '../../src/compile.ts'
import { fileReader } from '../../src/state/file-reader.ts'
import { type CommandLine, commandLine } from '../cli/command-line.ts'
import { readFolder } from '../state/support/temp-folder.ts'
import { EXAMPLE_ENV, EXAMPLES } from '../support/example-run.ts'

const NAMES = readdirSync(EXAMPLES)

const AS: Readonly<Record<string, (spec: unknown) => string>> = {
  'topology.json': (spec) => JSON.stringify(spec),
  'topology.ts': (spec) =>
    `import { defineTopology } from 'mqttopia'\nconst name: string = 'as a module'\nexport default defineTopology(${JSON.stringify(spec)})\n`,
  'topology.mjs': (spec) =>
    `import { defineTopology } from 'mqttopia'\nexport default defineTopology(${JSON.stringify(spec)})\n`,
}

/** An example with each of the other front ends beside it. */
function place(example: string): CommandLine {
  const line = commandLine({}, { env: EXAMPLE_ENV })
  cpSync(join(EXAMPLES, example), line.folder, {
    recursive: true,
    filter: (path) => !/[/\\](\.mqttopia|build|expected[^/\\]*)$/.test(path),
  })
  const spec = parse(readFileSync(line.path('topology.yaml'), 'utf8'))
  for (const [name, write] of Object.entries(AS)) writeFileSync(line.path(name), write(spec))
  return line
}

describe.each(NAMES)('%s', (example) => {
  const environment = example === 'plant' ? { environment: 'dev' } : {}

  test('is the same topology, with the same findings, in every front end', async () => {
    const { folder } = place(example)
    const options = { now: new Date('2027-01-15T12:00:00Z'), folderName: example, ...environment }
    const compiled = (name: string) => compile(name, fileReader(folder), options)
    const yaml = await compiled('topology.yaml')
    expect(yaml.topology?.users.length).toBeGreaterThan(0)
    for (const name of Object.keys(AS)) {
      const { topology, diagnostics } = await compiled(name)
      expect(topology, name).toEqual(yaml.topology)
      expect(diagnostics.map(({ code }) => code).sort(), name).toEqual(
        yaml.diagnostics.map(({ code }) => code).sort(),
      )
    }
  })
})

test('compiles to the same files, from a folder without node_modules', async () => {
  const { mqttopia, path } = place('quickstart')
  for (const name of ['topology.yaml', ...Object.keys(AS)]) {
    const ran = await mqttopia('compile', name, '--out', `out of ${name}`)
    expect(ran.exitCode, ran.stderr).toBe(0)
    expect(readFolder(path(`out of ${name}`)), name).toEqual(readFolder(path('out of topology.yaml')))
  }
})

test.each([
  ['topology.js', 'module.exports = SPEC\n'],
  ['topology.js', 'export default SPEC\n'],
  ['topology.cjs', 'module.exports = SPEC\n'],
  ['topology.cts', 'const spec: object = SPEC\nexport default spec\n'],
  ['topology.mts', 'export default Promise.resolve(SPEC as object)\n'],
])('a module %s may be written as its ending says', async (name, text) => {
  const spec =
    '{ mqttopia: 1, brokers: { b: { listeners: { l: { port: 1883, auth: ["anonymous"], bind: "::1" } } } } }'
  const { mqttopia } = commandLine({ [name]: text.replace('SPEC', spec) })
  expect(await mqttopia('validate', name)).toMatchObject({
    exitCode: 0,
    stderr: expect.stringContaining('valid'),
  })
})

describe('a module', () => {
  test.each([
    { what: 'without a default export', text: 'export const spec = {}\n', says: /\[module-without-spec\]/ },
    {
      what: 'that throws',
      text: "throw new Error('no network')\n",
      says: /failed: no network \[module-failed\]/,
    },
    { what: 'that does not parse', text: 'export default {{\n', says: /\[module-failed\]/ },
    {
      what: 'that imports what is not there',
      text: "import 'nothing-of-that-name'\n",
      says: /\[module-failed\]/,
    },
    {
      what: 'with a misspelt key',
      text: 'export default { mqttopia: 1, broker: {} }\n',
      says: /did you mean "brokers"/,
    },
    {
      what: 'with a function in it',
      text: 'export default { mqttopia: 1, brokers: () => 1 }\n',
      says: /\[not-plain-data\]/,
    },
  ])('$what is a finding: exit code 3, no stack', async ({ text, says }) => {
    for (const name of ['topology.ts', 'topology.mjs']) {
      const { exitCode, stdout, stderr } = await commandLine({ [name]: text }).mqttopia('validate', name)
      expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' })
      expect(stderr).toMatch(says)
      expect(stderr).toMatch(new RegExp(`^${name}: (/\\S*: )?error: `))
      expect(stderr).not.toMatch(/\n {4}at /)
    }
  })
})
