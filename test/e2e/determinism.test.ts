/** The same spec and state give the same bytes and modes, wherever, whenever and however the command line runs. */

import { spawnSync } from 'node:child_process'
import { cpSync, lstatSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { type CommandLine, commandLine } from '../cli/command-line.ts'
import { EXAMPLE_ENV, EXAMPLES } from '../support/example-run.ts'
import { shuffled } from './shuffled.ts'

const ROOT = join(import.meta.dirname, '../..')
const MQTTOPIA = [join(ROOT, 'node_modules/jiti/lib/jiti-cli.mjs'), join(ROOT, 'src/cli/main.ts')]

const FAR_EAST = { TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8', umask: '077' }
const FAR_WEST = { TZ: 'America/St_Johns', LC_ALL: 'C', umask: '000' }

/** Between them, these have all of the language. */
const CASES = [
  { example: 'plant', options: ['-e', 'dev'], worlds: [FAR_EAST, FAR_WEST] },
  { example: 'home', options: [], worlds: [FAR_EAST] },
  { example: 'sites', options: [], worlds: [] },
]

/** Mode and content of every file, and the mode of every folder, by path. */
function picture(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const lines = entries.map((entry) => {
    const path = join(entry.parentPath, entry.name)
    const mode = (lstatSync(path).mode & 0o7777).toString(8)
    const content = entry.isDirectory() ? '' : readFileSync(path).toString('base64')
    return [path.slice(folder.length + 1), `${mode} ${content}`] as const
  })
  return Object.fromEntries(lines.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** The example in a folder of its own, compiled once: `spec/` with its state beside it, `out/`. */
async function compiledExample(example: string, options: readonly string[]): Promise<CommandLine> {
  const place = commandLine({}, { env: EXAMPLE_ENV, now: () => new Date() })
  cpSync(join(EXAMPLES, example), place.path('spec'), {
    recursive: true,
    filter: (path) => !/[/\\](\.mqttopia|build|expected[^/\\]*)$/.test(path),
  })
  const ran = await place.mqttopia('compile', 'spec/topology.yaml', '--out', 'out', ...options)
  expect(ran.exitCode, ran.stderr).toBe(0)
  return place
}

test.each(CASES)(
  '$example: a second time, elsewhere, in another order, time zone, locale and umask',
  async ({ example, options, worlds }) => {
    const place = await compiledExample(example, options)
    const first = picture(place.path('out'))
    expect(Object.keys(first).length).toBeGreaterThan(10)
    const again = (spec: string, out: string) => compileAgain(place, [spec, '--out', out, ...options])

    const inode = statSync(place.path('out')).ino
    expect(await again('spec/topology.yaml', 'out')).toMatch(/certificates: [\d,]+ kept\nout: up to date, /)
    expect(statSync(place.path('out')).ino).toBe(inode)
    await again('spec/topology.yaml', 'elsewhere')
    expect(picture(place.path('elsewhere'))).toEqual(first)

    for (const seed of [1, 2]) {
      writeFileSync(place.path('spec/shuffled.yaml'), shuffledText(place.path('spec/topology.yaml'), seed))
      await again('spec/shuffled.yaml', `out-${seed}`)
      expect(picture(place.path(`out-${seed}`)), `order ${seed}`).toEqual(first)
    }

    for (const world of worlds) {
      const out = place.path(`out-${world.LC_ALL}`)
      compileIn(world, [place.path('spec/topology.yaml'), '--out', out, ...options])
      expect(picture(out), JSON.stringify(world)).toEqual(first)
    }
  },
)

/** What it says to people. */
async function compileAgain({ mqttopia }: CommandLine, argv: readonly string[]): Promise<string> {
  const { exitCode, stderr } = await mqttopia('compile', ...argv)
  expect(exitCode, stderr).toBe(0)
  return stderr
}

/** In a process of its own, from the root folder. */
function compileIn({ umask, ...locale }: typeof FAR_EAST, argv: readonly string[]): void {
  const command = [
    'sh',
    '-c',
    `umask ${umask}; exec "$@"`,
    'sh',
    process.execPath,
    ...MQTTOPIA,
    'compile',
    '-q',
  ]
  const env = { PATH: process.env.PATH, LANG: locale.LC_ALL, ...locale, ...EXAMPLE_ENV }
  const { status, stdout, stderr } = spawnSync('env', [...command, ...argv], {
    cwd: '/',
    encoding: 'utf8',
    env,
  })
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' })
}

function shuffledText(path: string, seed: number): string {
  const spec = parse(readFileSync(path, 'utf8'))
  const other = JSON.stringify(shuffled(spec, seed), undefined, 1)
  expect(other).not.toBe(JSON.stringify(spec, undefined, 1))
  return other
}

test('shuffling changes the order of keys alone', () => {
  const value = { a: 1, b: [{ d: 1, c: 2 }, 2], e: { f: null, g: 'x' } }
  expect(shuffled(value, 1)).toEqual(value)
  expect(JSON.stringify(shuffled(value, 1))).not.toBe(JSON.stringify(shuffled(value, 2)))
})
