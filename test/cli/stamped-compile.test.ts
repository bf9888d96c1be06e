import { hash } from 'node:crypto'
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { run } from '../../src/cli/run.ts'
import { fileReader } from '../../src/state/file-reader.ts'
import { ann } from '../state/support/age-identities.ts'
import { tempFolder } from '../state/support/temp-folder.ts'
import { type CommandLine, commandLine } from './command-line.ts'

const SPEC = `mqttopia: 1
name: shed
include: ["parts/*.yaml"]
brokers:
  hub:
    listeners:
      mqtts: { port: 8883, tls: { profile: server, clientAuth: required, crl: true }, auth: [certificate] }
      ws: { port: 9443, transport: websocket, tls: { profile: server }, auth: [password] }
users:
  alice: { at: hub, auth: { password: { env: ALICE } }, subscribe: ["d/#"] }
  bob: { at: hub, auth: { password: { file: bob.txt } }, subscribe: ["d/#"] }
fleets:
  f:
    forEach: { csv: f.csv, key: serial }
    username: "\${each.serial}"
    at: hub
    auth: { certificate: client }
    publish: ["d/\${username}"]
    bundles: [archive]
bundles:
  archive: { format: zip }
`
const FILES = {
  'parts/first.yaml': 'users: { zoe: { at: hub, auth: { certificate: client }, subscribe: [d/zoe] } }\n',
  'topology.yaml': SPEC,
  'f.csv': 'serial\nd1\nd2\n',
  'bob.txt': 'a password of bob\n',
}
const START = Date.parse('2027-01-15T12:00:00Z')
const DAY_MS = 86_400_000

interface Ran {
  readonly code: number
  readonly said: string
}

/** Of one name always, since the output remembers it. */
function newFolder(): string {
  const folder = join(tempFolder(), 'shed')
  mkdirSync(folder)
  return folder
}

/** A folder, a clock and an environment. */
function world(folder = newFolder(), { day = 0, alice = 'a password of alice' } = {}) {
  const at = { day, alice }
  return {
    ...{ folder, at },
    path: (name: string) => join(folder, name),
    async mqttopia(...argv: readonly string[]): Promise<Ran> {
      let said = ''
      const say = (text: string) => {
        said += text
      }
      const outer = { cwd: folder, isTerminal: false, stdout: say, stderr: say, onSignal: () => () => {} }
      const now = () => new Date(START + at.day * DAY_MS)
      const host = { ...outer, now, env: { ALICE: at.alice }, reader: fileReader(folder) }
      return { code: await run(argv, host), said: said.replaceAll(folder, '') }
    },
  }
}

type World = ReturnType<typeof world>

/** Everything but what is remembered, with modes. */
function contents({ folder }: World): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && !entry.parentPath.includes('/cache'),
  )
  return Object.fromEntries(
    entries.map(({ parentPath, name }) => {
      const path = join(parentPath, name)
      return [path.slice(folder.length), `${statSync(path).mode} ${readFileSync(path, 'latin1')}`]
    }),
  )
}

function copyOf({ folder, at }: World): World {
  const copy = newFolder()
  cpSync(folder, copy, { recursive: true, preserveTimestamps: true })
  return world(copy, at)
}

/**
 * Plans and compiles with the stamp. It must say what one without says, and leave what one without leaves as it is: not
 * the same bytes as in a copy, since keys and salts are random. In a copy, nothing that is remembered counts.
 */
async function compileProved(at: World): Promise<void> {
  const plan = ['plan', '-o', 'human', '-o', 'json']
  expect(await at.mqttopia(...plan)).toEqual(await copyOf(at).mqttopia(...plan))
  const expected = await copyOf(at).mqttopia('compile', '--no-cache')
  expect(await at.mqttopia('compile')).toEqual(expected)
  const again = copyOf(at)
  expect(await again.mqttopia('compile', '--no-cache')).toMatchObject({ code: expected.code })
  expect(contents(again)).toEqual(contents(at))
}

/** Changes what the stamp would say, so that a run shows whether it was used. */
function mark({ path }: World): void {
  const folder = path('.mqttopia/cache')
  const [file] = readdirSync(folder).filter((name) => name.endsWith('.stamp'))
  if (file === undefined) throw new Error('there is no stamp')
  const stamp = JSON.parse(readFileSync(join(folder, file), 'utf8').slice(64)) as object
  const body = JSON.stringify({ ...stamp, report: MARK, checkReport: MARK })
  writeFileSync(join(folder, file), hash('sha256', body) + body)
}

const MARK = 'from the stamp\n'

async function compiled(): Promise<World> {
  const at = world()
  mkdirSync(at.path('parts'))
  for (const [name, content] of Object.entries(FILES)) writeFileSync(at.path(name), content)
  await sleep(30)
  expect(await at.mqttopia('compile')).toMatchObject({ code: 0 })
  return at
}

/** Of equal length, with the times that it had. */
function tamper(path: string): void {
  const { atime, mtime } = statSync(path)
  const bytes = readFileSync(path)
  writeFileSync(path, bytes.fill(bytes[9] === 0x78 ? 0x79 : 0x78, 9, 10))
  utimesSync(path, atime, mtime)
}

function addPart({ path }: World, text: string): void {
  mkdirSync(path('parts'), { recursive: true })
  writeFileSync(path('parts/more.yaml'), text)
}

function editRows({ path }: World, edit: (rows: readonly string[]) => readonly string[]): void {
  const [head = '', ...rows] = readFileSync(path('f.csv'), 'utf8').trimEnd().split('\n')
  writeFileSync(path('f.csv'), `${[head, ...edit(rows)].join('\n')}\n`)
}

const edits: Readonly<Record<string, (at: World) => unknown>> = {
  'the spec': ({ path }) => appendFileSync(path('topology.yaml'), '# more\n'),
  'a row of a table': ({ path }) => appendFileSync(path('f.csv'), 'd3\n'),
  'a row before all others': (at) => editRows(at, (rows) => [`a${rows.length}`, ...rows]),
  'a row that goes': (at) => editRows(at, (rows) => rows.slice(0, -1)),
  'a row that is another one now': (at) => editRows(at, ([first, ...rows]) => [...rows, `${first}x`]),
  'a name that differs in case only': (at) =>
    editRows(at, (rows) => [...new Set([...rows, (rows[0] ?? 'd').toUpperCase()])]),
  'a name that belongs to somebody': (at) => editRows(at, (rows) => [...new Set([...rows, 'zoe'])]),
  'another column': (at) => {
    const [head = '', ...rows] = readFileSync(at.path('f.csv'), 'utf8').trimEnd().split('\n')
    writeFileSync(at.path('f.csv'), `${[`${head},c`, ...rows.map((row) => `${row},1`)].join('\n')}\n`)
  },
  'a certificate that is revoked': (at) =>
    at.mqttopia('pki', 'revoke', 'user:d1', '--reason', 'keyCompromise'),
  'a certificate that is renewed': (at) => at.mqttopia('pki', 'renew', 'user:d2'),
  'a file that is included now': (at) =>
    addPart(at, 'users: { carl: { at: hub, auth: { certificate: client }, subscribe: [d/carl] } }\n'),
  'a variable of the environment': ({ at }) => {
    at.alice = 'another password of alice'
  },
  'a file with a secret': ({ path }) => writeFileSync(path('bob.txt'), 'A password of bob\n'),
  'an emitted file, with the length and the times that it had': ({ path }) =>
    tamper(path('build/brokers/hub/mosquitto.conf')),
  'the mode of an emitted file': ({ path }) => chmodSync(path('build/brokers/hub/mosquitto.conf'), 0o600),
  'a file that was removed': ({ path }) => rmSync(path('build/fleets/f/archive.zip')),
  'the whole output': ({ path }) => rmSync(path('build'), { recursive: true }),
  'a vault file that was brought back from a backup': ({ path }) => {
    copyFileSync(path('.mqttopia/vault/brokers.jsonl'), path('backup'))
    rmSync(path('.mqttopia/vault/brokers.jsonl'))
    copyFileSync(path('backup'), path('.mqttopia/vault/brokers.jsonl'))
    rmSync(path('backup'))
  },
  'the lock file': ({ path }) => utimesSync(path('.mqttopia/lock.jsonl'), new Date(), new Date()),
  'the mode of the state folder': ({ path }) => chmodSync(path('.mqttopia'), 0o755),
  'time for a new revocation list': ({ at }) => {
    at.day += 25
  },
  'time for new certificates': ({ at }) => {
    at.day += 800
  },
  'a clock that went back': ({ at }) => {
    at.day -= 1
  },
}

describe('a compile after one that found nothing wrong', () => {
  test('ends at once where nothing has changed', async () => {
    const at = await compiled()
    mark(at)
    expect(await at.mqttopia('compile')).toEqual({ code: 0, said: MARK })
    expect(await at.mqttopia('compile', '--check')).toEqual({ code: 0, said: MARK })
    at.at.day += 1
    expect(await at.mqttopia('compile')).toEqual({ code: 0, said: MARK })
  })

  test.each(Object.keys(edits))('notices %s', async (name) => {
    const at = await compiled()
    mark(at)
    await edits[name]?.(at)
    expect((await at.mqttopia('compile')).said).not.toContain(MARK)
  })

  test.each([[['--no-cache']], [['--root']], [['--out', 'other']], [['--state', 'other']]])(
    'is another one with %j',
    async (options) => {
      const at = await compiled()
      mark(at)
      expect((await at.mqttopia('compile', ...options)).said).not.toContain(MARK)
    },
  )

  test('says the same as one that looks at everything, after any edits', async () => {
    const names = fc.array(fc.constantFrom('nothing', 'nothing', ...Object.keys(edits)), {
      minLength: 1,
      maxLength: 4,
    })
    await fc.assert(
      fc.asyncProperty(names, async (changes) => {
        const at = await compiled()
        for (const name of changes) {
          await edits[name]?.(at)
          await compileProved(at)
        }
      }),
      { numRuns: Number(process.env.MQTTOPIA_RANDOM_EDITS ?? 3) },
    )
  })

  test('says again what was found', async () => {
    const at = await compiled()
    writeFileSync(
      at.path('topology.yaml'),
      SPEC.replace('    bundles: [archive]', '    deny: [{ publish: x }]\n    bundles: [archive]'),
    )
    for (const _ of ['first', 'second']) expect((await at.mqttopia('compile')).said).toContain('warning')
    edits['a row of a table']?.(at)
    await compileProved(at)
    expect((await at.mqttopia('compile')).said).toContain('warning')
  })

  test('keeps no secret in its stamp', async () => {
    const at = await compiled()
    const folder = at.path('.mqttopia/cache')
    const texts = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1'))
      .join('\n')
    expect(texts).toContain('"ALICE"')
    expect(texts).not.toContain('a password of')
  })
})

test('the rules that ask for the time are those that a stamp knows of', () => {
  const folder = 'src/check/rules'
  const asking = readdirSync(folder).filter((name) => /\bnow\b *[,})]/.test(checkLine(join(folder, name))))
  expect(asking).toEqual([
    'certificate-expires-soon.ts',
    'certificate-not-valid-now.ts',
    'lifetime-beyond-issuer.ts',
    'revoked-in-the-future.ts',
  ])
})

function checkLine(path: string): string {
  return (
    readFileSync(path, 'utf8')
      .split('\n')
      .find((line) => /^ {2}\*?check\(/.test(line)) ?? ''
  )
}

describe('a compile with an encrypted vault', () => {
  const spec = `mqttopia: 1
name: shed
brokers:
  hub: { listeners: { mqtts: { port: 8883, tls: { profile: server, clientAuth: required }, auth: [certificate] } } }
users: { zoe: { at: hub, auth: { certificate: client }, subscribe: [d/zoe] } }
`
  async function sealed() {
    const env: Record<string, string> = { MQTTOPIA_AGE_KEY: ann.identity }
    const line = commandLine({ 'topology.yaml': spec }, { env })
    await line.mqttopia('compile')
    expect(await line.mqttopia('vault', 'encrypt', '--recipient', ann.recipient)).toMatchObject({
      exitCode: 0,
    })
    expect(await line.mqttopia('compile')).toMatchObject({ exitCode: 0 })
    delete env.MQTTOPIA_AGE_KEY
    return line
  }

  test('needs nobody to open it where nothing has changed', async () => {
    const { mqttopia } = await sealed()
    const { exitCode, stderr } = await mqttopia('compile')
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('build: up to date')])
  })

  test.each<readonly [string, (line: CommandLine) => void]>([
    ['the spec has changed', ({ write }) => write({ 'topology.yaml': spec.replace('d/zoe', 'd/all') })],
    ['a file of the vault was touched', ({ path }) => touch(path('.mqttopia/vault/common.jsonl.age'))],
    ['a file of the output was touched', ({ path }) => touch(path('build/brokers/hub/acl'))],
  ])('needs somebody who can where %s', async (_, change) => {
    const line = await sealed()
    change(line)
    const { exitCode, stderr } = await line.mqttopia('compile')
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('no identity to open it is given')])
  })
})

function touch(path: string): void {
  utimesSync(path, new Date(), new Date())
}
