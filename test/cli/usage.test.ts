import { describe, expect, test } from 'vitest'
import { program } from '../../src/cli/program.ts'
import { fileReader } from '../../src/state/file-reader.ts'
import { BAD_SPEC, commandLine } from './command-line.ts'
import { VERBS } from './verbs.ts'

describe('help', () => {
  test.each(VERBS)('of %s goes to standard output, and has examples', async (verb) => {
    const { mqttopia } = commandLine()
    const asked = await mqttopia(verb, '--help')
    expect(asked).toMatchObject({ exitCode: 0, stderr: '' })
    expect(asked.stdout).toContain(`Usage: mqttopia ${verb} [options]`)
    expect(asked.stdout).toMatch(/Examples:\n {2}\$ .*mqttopia/)
    for (const option of ['--color', '--quiet', '--help']) expect(asked.stdout).toContain(option)
    expect(await mqttopia('help', verb)).toEqual(asked)
  })

  test('of all names every verb and every exit code', async () => {
    const { exitCode, stdout, stderr } = await commandLine().mqttopia('--help')
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    for (const verb of VERBS) expect(stdout).toMatch(new RegExp(`^ {2}${verb} `, 'm'))
    for (const code of ['0', '1', '2', '3', '5', '64'])
      expect(stdout).toMatch(new RegExp(`^ +${code} {2}\\S`, 'm'))
    expect(stdout).not.toMatch(/\n\n\n/)
  })

  test('no line is wider than a terminal', async () => {
    const { mqttopia } = commandLine()
    const texts = await Promise.all([[], ...VERBS.map((verb) => [verb])].map((of) => mqttopia('help', ...of)))
    const lines = texts.flatMap(({ stdout }) => stdout.split('\n'))
    expect(lines.filter((line) => line.length > 90)).toEqual([])
  })

  test('every example is a command line that mqttopia takes', async () => {
    const host = {
      stdout: () => {},
      stderr: () => {},
      env: {},
      now: () => new Date(),
      isTerminal: false,
      onSignal: () => () => {},
    }
    const { folder } = commandLine()
    const all = await program({ ...host, cwd: folder, reader: fileReader(folder) }, () => {})
    const { mqttopia } = commandLine()
    for (const verb of VERBS) {
      const { stdout } = await mqttopia('help', verb)
      const examples = [...stdout.matchAll(/^ {2}\$ .*?mqttopia (\S+)(.*?)(?: {2}.*| [|>].*|\).*)?$/gm)]
      expect(examples.map(([, name]) => name)).toContain(verb)
      for (const [, name, rest = ''] of examples) {
        const words = rest.split(' ').filter((word) => word !== '')
        const flags = words.filter((word) => word.startsWith('-'))
        const outer = all.commands.find((each) => each.name() === name)
        const command = outer?.commands.find((each) => each.name() === words[0]) ?? outer
        if (command === undefined) throw new Error(`${verb}: there is no verb ${name}`)
        const known = command.options.flatMap(({ long, short }) => [long, short])
        expect(known).toEqual(expect.arrayContaining(flags))
      }
    }
  })

  test('without a verb goes to standard error, as a usage error', async () => {
    const { exitCode, stdout, stderr } = await commandLine().mqttopia()
    expect({ exitCode, stdout }).toEqual({ exitCode: 64, stdout: '' })
    expect(stderr).toContain('Usage: mqttopia')
  })

  test('the version is data', async () => {
    const { exitCode, stdout, stderr } = await commandLine().mqttopia('--version')
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })
})

describe('a wrong command line says what is wrong, where help is, and exits with 64', () => {
  const see = (verb: string) => `(see "mqttopia ${verb}--help")\n`
  test.each([
    [['vlidate'], `mqttopia: unknown command 'vlidate'\n(Did you mean validate?)\n${see('')}`],
    [['frobnicate'], `mqttopia: unknown command 'frobnicate'\n${see('')}`],
    [
      ['validate', '--colr'],
      `mqttopia: unknown option '--colr'\n(Did you mean --color?)\n${see('validate ')}`,
    ],
    [['compile', '-x'], `mqttopia: unknown option '-x'\n${see('compile ')}`],
    [
      ['validate', 'a.yaml', 'b.yaml'],
      `mqttopia: too many arguments for 'validate'. Expected 1 argument but got 2.\n${see('validate ')}`,
    ],
    [['bundle'], `mqttopia: missing required argument 'user'\n${see('bundle ')}`],
    [['fmt'], `mqttopia: missing required argument 'specs'\n${see('fmt ')}`],
    [['compile', '--out'], `mqttopia: option '--out <folder>' argument missing\n${see('compile ')}`],
    [
      ['init', '--preset', 'hom'],
      `mqttopia: option '--preset <name>' argument 'hom' is invalid. Allowed choices are minimal, home, plant.\n${see('init ')}`,
    ],
    [
      ['validate', '--color', 'blue'],
      `mqttopia: option '--color <when>' argument 'blue' is invalid. Allowed choices are always, never, auto.\n${see('validate ')}`,
    ],
    [
      ['validate', '-o', 'yaml'],
      `mqttopia: option '-o, --output <format[=file]>' argument 'yaml' is invalid. The formats are human, json, sarif, junit, github, markdown.\n${see('validate ')}`,
    ],
    [
      ['validate', '-o', 'json='],
      `mqttopia: option '-o, --output <format[=file]>' argument 'json=' is invalid. The file name after "=" is missing.\n${see('validate ')}`,
    ],
    [
      ['validate', '-o', 'json', '-o', 'sarif'],
      `mqttopia: option '-o, --output <format[=file]>' argument 'sarif' is invalid. It and json cannot share standard output; give one of them another file, as in sarif=FILE.\n${see('validate ')}`,
    ],
    [
      ['compile', '-o', 'json=a', '-o', 'sarif=a'],
      `mqttopia: option '-o, --output <format[=file]>' argument 'sarif=a' is invalid. It and json cannot share a; give one of them another file, as in sarif=FILE.\n${see('compile ')}`,
    ],
    [['help', 'compil'], 'mqttopia: there is no command "compil"; did you mean "compile"?\n'],
    [['help', 'nonsense'], 'mqttopia: there is no command "nonsense"\n'],
    [
      ['explain-code', 'port-conflic'],
      'mqttopia: there is no code "port-conflic"; did you mean "port-conflict"?\n',
    ],
    [['explain-code', 'qqqqqqqqqqqq'], 'mqttopia: there is no code "qqqqqqqqqqqq"\n'],
  ])('%j', async (argv, stderr) => {
    expect(await commandLine({ 'topology.yaml': BAD_SPEC }).mqttopia(...argv)).toEqual({
      exitCode: 64,
      stdout: '',
      stderr,
    })
  })
})

test('a bug shows its stack, and asks to be reported', async () => {
  const reader = {
    readFile: () => Promise.reject(new TypeError('x is not a function')),
    glob: async () => [],
    importModule: async () => undefined,
  }
  const { mqttopia } = commandLine({}, { reader })
  const { exitCode, stdout, stderr } = await mqttopia('validate', 'topology.yaml')
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
  expect(stderr).toMatch(
    /^mqttopia has a bug, please report it:\n[\s\S]*\ncaused by TypeError: x is not a function\n {4}at /,
  )
})
