/** `mqttopia init`: a starter spec and what belongs beside it; nothing that exists is overwritten. */

import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { Failure, orFail } from '../../diagnostics/failure.ts'
import { shellWord } from '../../files/quote.ts'
import { packageTexts } from '../../state/package-files.ts'
import type { Host } from '../host.ts'
import { verb } from '../verb.ts'

/** Preset to the example that it starts from. */
const PRESETS = { minimal: 'quickstart', home: 'home', plant: 'plant' } as const

const SPEC = 'topology.yaml'

/** Each has its files in `templates/init/ci/`, but the last. */
const CI_KINDS = ['github', 'gitlab', 'pre-commit', 'none'] as const

type CiKind = (typeof CI_KINDS)[number]

interface InitOptions {
  readonly preset: keyof typeof PRESETS
  readonly ci?: readonly CiKind[]
  readonly quiet?: boolean
}

export function initCommand(host: Host): Command {
  const command = verb('init', {
    description: 'start a topology: a spec, a .gitignore and a CI file',
    examples: [
      ['mqttopia init', 'one broker, two users, mutual TLS, in this folder'],
      ['mqttopia init --preset home house', 'a house with several kinds of listeners, in house/'],
      ['mqttopia init --preset plant', 'a plant: two brokers, a bridge, a fleet, revocation'],
      ['mqttopia init --ci gitlab', 'with pipelines for GitLab; beside a spec that is there, only these'],
    ],
  })
  return command
    .argument('[folder]', 'where to', '.')
    .addOption(
      new Option('--preset <name>', 'what to start from').choices(Object.keys(PRESETS)).default('minimal'),
    )
    .addOption(ciOption())
    .action((folder: string, options: InitOptions) =>
      orFail(`write into ${folder}`, () => runInit(host, folder, options)),
    )
}

/** Repeatable, unlike an option with mere choices. */
function ciOption(): Option {
  return new Option('--ci <kind>', 'pipelines to write; repeatable (default: github)')
    .choices(CI_KINDS)
    .argParser((text: string, previous: readonly CiKind[] = []) => {
      const kind = CI_KINDS.find((known) => known === text)
      if (kind !== undefined) return [...previous, kind]
      throw new InvalidArgumentError(`The kinds are ${CI_KINDS.join(', ')}.`)
    })
}

function runInit(host: Host, folder: string, { preset, ci, quiet = false }: InitOptions): void {
  const target = resolve(host.cwd, folder)
  const isTaken = ({ path }: StarterFile) => existsSync(join(target, path))
  const addsCi = ci !== undefined && existsSync(join(target, SPEC))
  const example = addsCi ? [] : exampleFiles(preset)
  const taken = example.find(isTaken)
  if (taken !== undefined) {
    throw new Failure(`${join(folder, taken.path)} exists already; nothing was written, name another folder`)
  }
  const beside = besideFiles(ci ?? ['github'])
  const kept = beside.filter(isTaken)
  const missing = beside.filter((file) => !isTaken(file))
  for (const { path, text } of [...example, ...missing]) {
    const file = join(target, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text, { flag: 'wx' })
    host.stdout(`${join(folder, path)}\n`)
  }
  if (!quiet) host.stderr(kept.map(keptNote).join('') + (addsCi ? '' : advice(folder)))
}

interface StarterFile {
  readonly path: string
  readonly text: string
}

function exampleFiles(preset: keyof typeof PRESETS): readonly StarterFile[] {
  const files = [...packageTexts(`examples/${PRESETS[preset]}`)]
  return files.flatMap(([path, text]) => (isOwnFile(path) ? [{ path, text }] : []))
}

/** An example's own, and not what compiling it gave: its state holds keys that were meant for nobody else. */
export function isOwnFile(path: string): boolean {
  return !/^(expected|build)|(^|\/)[.]/.test(path)
}

/** What belongs beside every spec. Package managers leave `.gitignore` out, so it is kept as `dot-gitignore`. */
function besideFiles(ci: readonly CiKind[]): readonly StarterFile[] {
  const kinds = CI_KINDS.filter((kind) => kind !== 'none' && ci.includes(kind))
  const folders = ['beside', ...kinds.map((kind) => `ci/${kind}`)]
  const files = folders.flatMap((folder) => [...packageTexts(`templates/init/${folder}`)])
  return files.map(([path, text]) => ({ path: path.replace(/(^|\/)dot-/g, '$1.'), text }))
}

function advice(folder: string): string {
  const go = folder === '.' ? '' : `"cd ${/^[\w./-]+$/.test(folder) ? folder : shellWord(folder)}", `
  return `Next: ${go}edit ${SPEC}, then run "mqttopia validate" and "mqttopia compile --root".\n`
}

function keptNote({ path, text }: StarterFile): string {
  if (!path.endsWith('.gitignore')) return `${path} was there already and is as it was.\n`
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return `${path} was there already and is as it was; see to it that it has ${lines.join(' ')}\n`
}
