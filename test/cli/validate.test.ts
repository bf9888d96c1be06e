import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { systemError } from '../support/memory-reader.ts'
import { BAD_SPEC, commandLine, GOOD_SPEC, WARNED_SPEC } from './command-line.ts'

const files = { 'topology.yaml': GOOD_SPEC, 'bad.yaml': BAD_SPEC }
const ESC = '\u001b['

describe('validate', () => {
  test('a clean spec is said to be valid, to people', async () => {
    const ran = await commandLine(files).mqttopia('validate')
    expect(ran).toEqual({ exitCode: 0, stdout: '', stderr: 'topology.yaml: valid\n' })
  })

  test('a broken one exits with 3 and shows every finding with its place', async () => {
    const { exitCode, stdout, stderr } = await commandLine(files).mqttopia('validate', 'bad.yaml')
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' })
    expect(stderr).toMatch(/^bad\.yaml:6:\d+: error: .*"sever".*\[unknown-reference\]\n {2}6 \| .*\n +\^+\n/)
    expect(stderr).toMatch(/did you mean "server"/)
    expect(stderr).toMatch(/bad\.yaml:9:\d+: warning: .*\[deny-without-effect\]/)
    expect(stderr).toMatch(/\n\n1 error, 1 warning\n$/)
  })

  test('writes nothing', async () => {
    const { mqttopia, path } = commandLine(files)
    await mqttopia('validate')
    expect(['build', '.mqttopia'].filter((name) => existsSync(path(name)))).toEqual([])
  })

  test('merges an environment in', async () => {
    const environments =
      '\nenvironments:\n  dev:\n    brokers: { shed: { listeners: { mqtts: { port: 70000 } } } }\n'
    const { mqttopia } = commandLine({ 'topology.yaml': GOOD_SPEC.replace(/\n$/, environments) })
    expect((await mqttopia('validate', '-e', 'dev')).stderr).toContain('70000')
    const unknown = await mqttopia('validate', '-e', 'dve')
    expect(unknown.exitCode).toBe(3)
    expect(unknown.stderr).toMatch(/"dve".*\[unknown-environment\][\s\S]*"dev"/)
  })
})

describe('findings', () => {
  test('as JSON are data on standard output, and are counted for people', async () => {
    const { exitCode, stdout, stderr } = await commandLine(files).mqttopia(
      'validate',
      'bad.yaml',
      '-o',
      'json',
    )
    const codes = JSON.parse(stdout).diagnostics.map(({ code }: { code: string }) => code)
    expect({ exitCode, codes, stderr }).toEqual({
      exitCode: 3,
      codes: ['unknown-reference', 'deny-without-effect'],
      stderr: '1 error, 1 warning\n',
    })
  })

  test('of a clean spec are an empty document', async () => {
    const { stdout } = await commandLine(files).mqttopia('validate', '-o', 'sarif')
    expect(JSON.parse(stdout).runs[0].results).toEqual([])
  })

  test('in several formats go where each was sent', async () => {
    const { mqttopia, path } = commandLine(files)
    const outputs = ['-o', 'github', '-o', 'human', '-o', 'sarif=found.sarif', '--output', 'json=found.json']
    const { exitCode, stdout, stderr } = await mqttopia('validate', 'bad.yaml', ...outputs)
    expect(exitCode).toBe(3)
    expect(stdout).toMatch(/^::error file=bad\.yaml,line=6,.*\n::warning file=bad\.yaml,line=9,.*\n$/)
    expect(stderr).toMatch(/^bad\.yaml:6/)
    const [sarif, json] = ['found.sarif', 'found.json'].map((name) =>
      JSON.parse(readFileSync(path(name), 'utf8')),
    )
    expect(sarif.runs[0].results).toHaveLength(2)
    expect(json.diagnostics).toHaveLength(2)
  })

  test('for people in a file have no colour; the terminal says where they are', async () => {
    const { mqttopia, path } = commandLine(files, { isTerminal: true })
    const ran = await mqttopia('validate', 'bad.yaml', '-o', 'human=found.txt')
    expect(ran).toEqual({ exitCode: 3, stdout: '', stderr: '1 error, 1 warning: see found.txt\n' })
    expect(readFileSync(path('found.txt'), 'utf8')).toMatch(/^bad\.yaml:6:\d+: error: /)
  })

  test('are still shown where a file for them cannot be written; that is what counts then', async () => {
    const { exitCode, stdout, stderr } = await commandLine(files).mqttopia(
      ...['validate', 'bad.yaml', '-o', 'json=no/such/folder.json', '-o', 'github'],
    )
    expect(exitCode).toBe(1)
    expect(stdout).toContain('::error')
    expect(stderr).toMatch(/mqttopia: cannot write no\/such\/folder\.json: there is no folder no\/such\n$/)
  })

  test('with --quiet are errors alone', async () => {
    const { mqttopia } = commandLine({ ...files, 'warned.yaml': WARNED_SPEC })
    const bad = await mqttopia('validate', 'bad.yaml', '-q')
    expect(bad.exitCode).toBe(3)
    expect(bad.stderr).toMatch(/^bad\.yaml:6.*error/)
    expect(bad.stderr).not.toMatch(/warning/)
    expect(await mqttopia('validate', '--quiet', 'warned.yaml')).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: '',
    })
    expect((await mqttopia('validate', '-q', 'warned.yaml', '-o', 'github')).stdout).toMatch(/^::warning/)
  })
})

describe('colour', () => {
  test.each([
    { on: 'a pipe', isTerminal: false, env: {}, argv: [], colored: false },
    { on: 'a terminal', isTerminal: true, env: {}, argv: [], colored: true },
    { on: 'a dumb terminal', isTerminal: true, env: { TERM: 'dumb' }, argv: [], colored: false },
    { on: 'a terminal with NO_COLOR', isTerminal: true, env: { NO_COLOR: '1' }, argv: [], colored: false },
    {
      on: 'a terminal with an empty NO_COLOR',
      isTerminal: true,
      env: { NO_COLOR: '' },
      argv: [],
      colored: true,
    },
    { on: 'a pipe with FORCE_COLOR', isTerminal: false, env: { FORCE_COLOR: '1' }, argv: [], colored: true },
    {
      on: 'a terminal with FORCE_COLOR=0',
      isTerminal: true,
      env: { FORCE_COLOR: '0' },
      argv: [],
      colored: false,
    },
    {
      on: 'a terminal with both',
      isTerminal: true,
      env: { NO_COLOR: '1', FORCE_COLOR: '1' },
      argv: [],
      colored: false,
    },
    { on: 'a pipe, asked for', isTerminal: false, env: { NO_COLOR: '1' }, argv: ['always'], colored: true },
    {
      on: 'a terminal, declined',
      isTerminal: true,
      env: { FORCE_COLOR: '1' },
      argv: ['never'],
      colored: false,
    },
    { on: 'a terminal, left to us', isTerminal: true, env: {}, argv: ['auto'], colored: true },
  ])('on $on: $colored', async ({ isTerminal, env, argv, colored }) => {
    const { mqttopia } = commandLine(files, { isTerminal, env })
    const { stderr } = await mqttopia('validate', 'bad.yaml', ...argv.flatMap((when) => ['--color', when]))
    expect(stderr.includes(ESC)).toBe(colored)
  })

  test('never reaches data', async () => {
    const { mqttopia } = commandLine(files, { isTerminal: true, env: { FORCE_COLOR: '1' } })
    for (const format of ['json', 'sarif', 'junit', 'github', 'markdown']) {
      expect(
        (await mqttopia('validate', 'bad.yaml', '-o', format, '--color', 'always')).stdout,
      ).not.toContain(ESC)
    }
  })
})

describe('the spec', () => {
  test.each(['topology.yaml', 'topology.yml', 'topology.json'])('is %s where none is named', async (name) => {
    const text = name.endsWith('json')
      ? '{"mqttopia":1,"brokers":{"b":{"listeners":{"m":{"port":1883,"bind":"127.0.0.1","auth":["password"]}}}}}'
      : GOOD_SPEC
    const { exitCode, stderr } = await commandLine({ [name]: text }).mqttopia('validate')
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining(`${name}: valid`),
    })
  })

  test.each([
    {
      what: 'none here',
      argv: [],
      says: 'there is no topology.yaml here: name a spec, or make one with "mqttopia init"',
    },
    {
      what: 'missing',
      argv: ['nope.yaml'],
      says: 'cannot read nope.yaml: it does not exist',
    },
    { what: 'a folder', argv: ['empty'], says: 'cannot read empty: it is a folder; name the spec in it' },
    {
      what: 'a folder with a spec',
      argv: ['plant'],
      says: 'cannot read plant: it is a folder; did you mean "plant/topology.yaml"?',
    },
    {
      what: 'below a file',
      argv: ['a.txt/b.yaml'],
      says: /^cannot read a\.txt\/b\.yaml: a part of its path is not a folder/,
    },
  ])('that is $what exits with 1', async ({ argv, says }) => {
    const { mqttopia } = commandLine({ 'a.txt': '', 'empty/x': '', 'plant/topology.yaml': GOOD_SPEC })
    for (const verb of ['validate', 'compile']) {
      const { exitCode, stdout, stderr } = await mqttopia(verb, ...argv)
      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
      expect(stderr.replace(/^mqttopia: /, '').trimEnd()).toEqual(
        typeof says === 'string' ? says : expect.stringMatching(says),
      )
    }
  })

  test.each([
    ['EACCES', 'permission denied'],
    ['EIO', 'the disk failed'],
  ])('that cannot be read (%s) exits with 1', async (code, reason) => {
    const reader = {
      readFile: (path: string) => Promise.reject(systemError(code, path)),
      glob: async () => [],
      importModule: async () => undefined,
    }
    const { mqttopia } = commandLine({}, { reader })
    expect(await mqttopia('validate', 'topology.yaml')).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `mqttopia: cannot read topology.yaml: ${reason}\n`,
    })
  })

  test.each([
    ['a syntax error', 'mqttopia: 1\nbrokers: [\n'],
    ['nothing', ''],
    ['bytes that are no text', Buffer.from([0x6d, 0xff, 0xfe, 0x00, 0x01])],
    ['a list', '- 1\n'],
    ['no version', 'brokers: {}\n'],
  ])('that holds %s exits with 3 and at least one place', async (_, content) => {
    const { exitCode, stdout, stderr } = await commandLine({ 'topology.yaml': content }).mqttopia('validate')
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' })
    expect(stderr).toMatch(/^topology\.yaml:\d+:\d+: error: .* \[[a-z0-9-]+\]/)
    expect(stderr).not.toContain('valid\n')
  })
})
