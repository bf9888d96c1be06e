import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readFolder } from '../state/support/temp-folder.ts'
import { BAD_SPEC, commandLine, GOOD_SPEC, WARNED_SPEC } from './command-line.ts'

const files = { 'topology.yaml': GOOD_SPEC }

/** A spec with that many brokers and nobody to use them. */
function brokers(count: number): string {
  const list = Array.from(
    { length: count },
    (_, i) => `  b${i + 1}: { listeners: { m: { port: ${1884 + i}, bind: 127.0.0.1, auth: [password] } } }\n`,
  )
  return `mqttopia: 1\nname: many\nbrokers:\n${list.join('')}`
}

describe('compile', () => {
  test('writes into build/, keeps its state in .mqttopia/, and reports to people', async () => {
    const { mqttopia, path } = commandLine(files)
    const { exitCode, stdout, stderr } = await mqttopia('compile')
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' })
    expect(stderr).toMatch(
      /^shed: 1 broker, 2 users\ncertificates: 3 issued\nbuild: \d+ files, \d+\.\d kB \(\d+ new\)\n$/,
    )
    const made = Object.keys(readFolder(path('build')))
    expect(made).toEqual(expect.arrayContaining(['manifest.json', 'brokers/shed/mosquitto.conf']))
    expect(stderr).toContain(`${made.length - 1} files`)
    expect(stderr).toContain(`(${made.length - 1} new)`)
    expect(existsSync(path('.mqttopia/lock.jsonl'))).toBe(true)
  })

  test('a second time changes nothing', async () => {
    const { mqttopia, path } = commandLine(files)
    await mqttopia('compile')
    const before = statSync(path('build')).ino
    const { exitCode, stderr } = await mqttopia('compile')
    expect(exitCode).toBe(0)
    expect(stderr).toMatch(/\ncertificates: 3 kept\nbuild: up to date, \d+ files, /)
    expect(statSync(path('build')).ino).toBe(before)
  })

  test('takes a spec, an output folder and a state folder from elsewhere', async () => {
    const { mqttopia, path } = commandLine({ 'specs/shed.yaml': GOOD_SPEC, 'x/keep': '' })
    const { exitCode, stderr } = await mqttopia(
      'compile',
      'specs/shed.yaml',
      '--out',
      'x/out',
      '--state',
      'x/state',
    )
    expect(exitCode).toBe(0)
    expect(stderr).toContain('\nx/out: ')
    expect(existsSync(path('x/out/manifest.json')) && existsSync(path('x/state/lock.jsonl'))).toBe(true)
    expect(existsSync(path('build')) || existsSync(path('specs/.mqttopia'))).toBe(false)
  })

  test('keeps the state and the output of each environment apart', async () => {
    const text = `${GOOD_SPEC}environments:\n  prod: { name: shed-prod }\n  dev: { name: shed-dev }\n`
    const { mqttopia, path } = commandLine({ 'topology.yaml': text })
    for (const name of ['prod', 'dev']) {
      const { stderr } = await mqttopia('compile', '-e', name)
      expect(stderr).toMatch(new RegExp(`^shed-${name}: .*\ncertificates: 3 issued\nbuild-${name}: `))
    }
    await mqttopia('compile')
    const lock = (folder: string) => readFileSync(path(`.mqttopia/${folder}lock.jsonl`), 'utf8')
    expect(new Set([lock(''), lock('environments/prod/'), lock('environments/dev/')]).size).toBe(3)
    expect((await mqttopia('compile', '-e', 'prod', '--check')).stderr).toContain('build-prod: up to date')
    expect(statSync(path('.mqttopia/environments/prod')).mode & 0o777).toBe(0o700)
  })

  test('never names a folder after an environment that the spec lacks', async () => {
    const { mqttopia, folder } = commandLine(files)
    const before = readFolder(folder)
    expect((await mqttopia('compile', '-e', '../../x')).exitCode).toBe(3)
    expect(readFolder(folder)).toEqual(before)
  })

  test('shows findings of a spec that is good enough, and goes on', async () => {
    const { exitCode, stderr } = await commandLine({ 'topology.yaml': WARNED_SPEC }).mqttopia('compile')
    expect(exitCode).toBe(0)
    expect(stderr).toMatch(/warning: .*\n[\s\S]*\n1 warning\nshed: 1 broker/)
  })

  test('with --quiet says nothing', async () => {
    const { mqttopia } = commandLine({ 'topology.yaml': WARNED_SPEC })
    expect(await mqttopia('compile', '-q', '--root')).toEqual({ exitCode: 0, stdout: '', stderr: '' })
  })

  test('sends findings where they are wanted, and its report to people', async () => {
    const { mqttopia } = commandLine({ 'topology.yaml': WARNED_SPEC })
    const { stdout, stderr } = await mqttopia('compile', '-o', 'json')
    expect(JSON.parse(stdout).diagnostics).toHaveLength(1)
    expect(stderr).toMatch(/^1 warning\nshed: 1 broker/)
  })
})

describe('compile leaves everything as it is', () => {
  test('where the spec is invalid: exit code 3', async () => {
    const { mqttopia, write, folder } = commandLine(files)
    await mqttopia('compile')
    write({ 'topology.yaml': BAD_SPEC })
    const before = readFolder(folder)
    const { exitCode, stdout, stderr } = await mqttopia('compile')
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' })
    expect(stderr).toMatch(/^topology\.yaml:6:\d+: error: /)
    expect(readFolder(folder)).toEqual(before)
  })

  test('where a secret is missing: exit code 3, and the place that asks for it', async () => {
    const text = GOOD_SPEC.replace('{ generate: {} } }, publish', '{ env: ALICE } }, publish')
    const { mqttopia, path } = commandLine({ 'topology.yaml': text })
    const { exitCode, stderr } = await mqttopia('compile', '-o', 'human', '-o', 'json=found.json')
    expect(exitCode).toBe(3)
    expect(stderr).toMatch(
      /^topology\.yaml:8:\d+: error: the variable "ALICE" is not set .*\n[\s\S]*set ALICE/,
    )
    expect(JSON.parse(readFileSync(path('found.json'), 'utf8')).diagnostics).toHaveLength(1)
    expect(['build', '.mqttopia'].filter((name) => existsSync(path(name)))).toEqual([])
  })

  test.each([
    {
      out: 'no/such/folder',
      says: /^cannot write .*no\/such\/folder: the folder .*no\/such does not exist$/,
    },
    {
      out: 'notes.txt',
      says: /^cannot write .*notes\.txt: it is a file; name a folder, or remove the file$/,
    },
    {
      out: 'mine',
      says: /^cannot write .*mine: it holds files that mqttopia did not make; name another folder, or empty this one$/,
    },
    { out: '/', says: /^cannot write \/: it is the root of the disk$/ },
  ])('where the output folder is $out: exit code 1', async ({ out, says }) => {
    const { mqttopia, folder } = commandLine({ ...files, 'notes.txt': 'mine', 'mine/thesis.tex': 'mine' })
    for (const argv of [['--root'], [], ['--check']]) {
      const { exitCode, stdout, stderr } = await mqttopia('compile', '--out', out, ...argv)
      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
      expect(stderr.trimEnd()).toMatch(new RegExp(says.source.replace('^', '^mqttopia: ')))
    }
    const left = Object.keys(readFolder(folder)).filter((path) => !path.startsWith('.mqttopia/'))
    expect(left).toEqual(['mine/thesis.tex', 'notes.txt', 'topology.yaml'])
    expect(existsSync(`${folder}/no`)).toBe(false)
  })

  test('where somebody put a file into the output: exit code 1, and its name', async () => {
    const { mqttopia, write, path } = commandLine(files)
    await mqttopia('compile')
    write({
      'build/brokers/shed/extra.conf': 'mine',
      'topology.yaml': GOOD_SPEC.replace('shed/door', 'shed/gate'),
    })
    const before = readFolder(path('build'))
    const { exitCode, stderr } = await mqttopia('compile')
    expect(exitCode).toBe(1)
    expect(stderr).toContain('mqttopia did not make brokers/shed/extra.conf in it; move such files elsewhere')
    expect(readFolder(path('build'))).toEqual(before)
  })

  test('where the state is damaged: exit code 1', async () => {
    const { mqttopia, path } = commandLine(files)
    await mqttopia('compile')
    const before = readFolder(path('build'))
    writeFileSync(
      path('.mqttopia/lock.jsonl'),
      readFileSync(path('.mqttopia/lock.jsonl'), 'utf8').slice(0, -40),
    )
    const { exitCode, stdout, stderr } = await mqttopia('compile')
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    expect(stderr).toMatch(/^mqttopia: .*lock\.jsonl/)
    expect(stderr).not.toContain('has a bug')
    expect(readFolder(path('build'))).toEqual(before)
  })

  test.each([
    ['compile', '--state', 'build'],
    ['compile', '--state', 'build/state'],
    ['compile', '--out', '.'],
    ['bundle', 'alice', '--state', 'bundle-alice'],
  ])('%s %s %s %s: no state is put into the folder that is replaced, exit code 64', async (...argv) => {
    const { mqttopia, folder } = commandLine(files)
    const { exitCode, stderr } = await mqttopia(...argv)
    expect({ exitCode, stderr }).toEqual({
      exitCode: 64,
      stderr: expect.stringContaining('which is replaced as a whole'),
    })
    expect(readFolder(folder)).toEqual(files)
  })

  test('where the state folder is a file: exit code 1', async () => {
    const { mqttopia } = commandLine({ ...files, state: 'mine' })
    const { exitCode, stderr } = await mqttopia('compile', '--state', 'state')
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/^mqttopia: the state folder .*state is a file; remove it, or name another\n$/)
  })
})

describe('compile --check', () => {
  test('exits with 0 where the output is right', async () => {
    const { mqttopia } = commandLine(files)
    await mqttopia('compile')
    expect(await mqttopia('compile', '--check')).toMatchObject({
      exitCode: 0,
      stdout: '',
      stderr: expect.stringMatching(/^shed: .*\nbuild: up to date, \d+ files, .*\n$/),
    })
  })

  test('exits with 2 and lists what would change, one path a line', async () => {
    const { mqttopia, write, path } = commandLine(files)
    await mqttopia('compile')
    const spec = GOOD_SPEC.replace(
      'subscribe: [shed/door]',
      'subscribe: [shed/door, shed/light], bundles: [options]',
    )
    write({ 'topology.yaml': spec.replace('alice: {', 'carol: {'), 'build/extra.txt': 'mine' })
    rmSync(path('build/pki/servers.crt'))
    chmodSync(path('build/brokers/shed/mosquitto.conf'), 0o666)
    const before = readFolder(path('build'))
    const { exitCode, stdout, stderr } = await mqttopia('compile', '--check')
    const lines = stdout.trimEnd().split('\n')
    expect(exitCode).toBe(2)
    expect(lines).toEqual(
      expect.arrayContaining([
        '+ clients/bob/options/README.txt',
        '+ pki/servers.crt',
        '~ brokers/shed/acl',
        '~ brokers/shed/mosquitto.conf',
        '- clients/alice/options/README.txt',
        '- extra.txt',
      ]),
    )
    expect(lines.filter((line) => !/^[+~-] \S+$/.test(line))).toEqual([])
    expect(stderr).toMatch(/\nbuild: not up to date: \d+ new, \d+ changed, \d+ removed, 1 not of mqttopia\n$/)
    expect(readFolder(path('build'))).toEqual(before)
  })

  test('makes nothing where nothing is, state included', async () => {
    const { mqttopia, folder } = commandLine(files)
    const { exitCode, stdout } = await mqttopia('compile', '--check', '--root', '--quiet')
    expect(exitCode).toBe(2)
    expect(stdout).toContain('+ brokers/shed/mosquitto.conf\n')
    expect(readFolder(folder)).toEqual(files)
    expect(existsSync(`${folder}/build-data`)).toBe(false)
  })

  test('an invalid spec counts for more than what would change', async () => {
    const { mqttopia } = commandLine({ 'topology.yaml': BAD_SPEC })
    expect(await mqttopia('compile', '--check')).toMatchObject({ exitCode: 3, stdout: '' })
  })

  test('an edited manifest alone is told of', async () => {
    const { mqttopia, path } = commandLine(files)
    await mqttopia('compile')
    writeFileSync(path('build/manifest.json'), `${readFileSync(path('build/manifest.json'), 'utf8')}\n`)
    const { exitCode, stdout, stderr } = await mqttopia('compile', '--check')
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '~ manifest.json\n' })
    expect(stderr).toContain('build: not up to date: only manifest.json\n')
  })
})

describe('compile --root', () => {
  test('lets brokers run from the output, makes the folders they write into, and says how to go on', async () => {
    const { mqttopia, path, folder } = commandLine(files)
    const { exitCode, stderr } = await mqttopia('compile', '--root')
    expect(exitCode).toBe(0)
    expect(readFileSync(path('build/brokers/shed/mosquitto.conf'), 'utf8')).toContain(
      `${folder}/build/brokers/shed/`,
    )
    expect(readFileSync(path('build/brokers/shed/mosquitto.conf'), 'utf8')).toContain('\nuser root\n')
    expect(statSync(path('build-data/shed')).mode & 0o777).toBe(0o700)
    expect(stderr.split('\n').slice(3)).toEqual([
      '',
      'Start the broker:',
      '  mosquitto -c build/brokers/shed/mosquitto.conf',
      'What clients need to connect is in build/clients/: begin with a README.txt there.',
      '',
    ])
  })

  test.each([
    [2, ['Start the brokers, each in a terminal of its own:', 2]],
    [5, ['Start the brokers, each in a terminal of its own:', 5]],
    [7, ['Start the brokers, each in a terminal of its own:', 5, '  and 2 more in build/brokers/']],
  ])('of %i brokers shows five at most', async (count, [title, shown, more]) => {
    const { stderr } = await commandLine({ 'topology.yaml': brokers(count) }).mqttopia('compile', '--root')
    const next = stderr.split('\n').slice(stderr.split('\n').indexOf('') + 1)
    const lines = next.slice(next.indexOf(String(title)))
    expect(lines).toEqual([
      title,
      ...Array.from(
        { length: Number(shown) },
        (_, i) => `  mosquitto -c build/brokers/b${i + 1}/mosquitto.conf`,
      ),
      ...(more === undefined ? [] : [more]),
      'Then make what a client needs to connect: mqttopia bundle USER --format pem',
      '',
    ])
  })

  test('quotes paths that a shell would misread', async () => {
    const { stderr } = await commandLine(files).mqttopia('compile', '--root', '--out', "bob's build")
    expect(stderr).toContain("\n  mosquitto -c 'bob'\\''s build/brokers/shed/mosquitto.conf'\n")
  })

  test('names folders outside the present one in full', async () => {
    const other = commandLine()
    const { stderr } = await commandLine(files).mqttopia('compile', '--root', '--out', other.path('out'))
    expect(stderr).toContain(`\n  mosquitto -c ${other.folder}/out/brokers/shed/mosquitto.conf\n`)
  })

  test('makes no data folders where the output cannot be written', async () => {
    const { mqttopia, path } = commandLine(files)
    mkdirSync(path('mine'))
    writeFileSync(path('mine/file'), '')
    expect(await mqttopia('compile', '--root', '--out', 'mine')).toMatchObject({ exitCode: 1 })
    expect(existsSync(path('mine-data'))).toBe(false)
  })
})
