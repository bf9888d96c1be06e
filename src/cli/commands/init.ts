/** `mqttopia init`: a starter spec and what belongs beside it; nothing that exists is overwritten. */

import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { Failure, orFail } from '../../diagnostics/failure.ts'
import { shellWord } from '../../files/quote.ts'
import { packageTexts } from '../../state/package-files.ts'
import type { Host } from '../host.ts'
import { verb } from '../verb.ts'

/** Preset to the example that it starts from. */
const PRESETS = { minimal: 'quickstart', home: 'home', plant: 'plant' } as const

const SPEC = 'topology.yaml'

interface InitOptions {
  readonly preset: keyof typeof PRESETS
  readonly quiet?: boolean
}

export function initCommand(host: Host): Command {
  const command = verb('init', {
    description: 'start a topology: a spec, a .gitignore and a CI file',
    examples: [
      ['mqttopia init', 'one broker, two users, mutual TLS, in this folder'],
      ['mqttopia init --preset home house', 'a house with several kinds of listeners, in house/'],
      ['mqttopia init --preset plant', 'a plant: two brokers, a bridge, a fleet, revocation'],
    ],
  })
  return command
    .argument('[folder]', 'where to', '.')
    .addOption(
      new Option('--preset <name>', 'what to start from').choices(Object.keys(PRESETS)).default('minimal'),
    )
    .action((folder: string, options: InitOptions) =>
      orFail(`write into ${folder}`, () => runInit(host, folder, options)),
    )
}

function runInit(host: Host, folder: string, { preset, quiet = false }: InitOptions): void {
  const target = resolve(host.cwd, folder)
  const isTaken = ({ path }: StarterFile) => existsSync(join(target, path))
  const example = exampleFiles(preset)
  const taken = example.find(isTaken)
  if (taken !== undefined) {
    throw new Failure(`${join(folder, taken.path)} exists already; nothing was written, name another folder`)
  }
  const kept = besideFiles().filter(isTaken)
  const missing = besideFiles().filter((file) => !isTaken(file))
  for (const { path, text } of [...example, ...missing]) {
    const file = join(target, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text, { flag: 'wx' })
    host.stdout(`${join(folder, path)}\n`)
  }
  if (!quiet) host.stderr(advice(folder, kept))
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
function besideFiles(): readonly StarterFile[] {
  const files = [...packageTexts('templates/init')]
  return files.map(([path, text]) => ({ path: path.replace(/(^|\/)dot-/g, '$1.'), text }))
}

function advice(folder: string, kept: readonly StarterFile[]): string {
  const go = folder === '.' ? '' : `"cd ${/^[\w./-]+$/.test(folder) ? folder : shellWord(folder)}", `
  const next = `Next: ${go}edit ${SPEC}, then run "mqttopia validate" and "mqttopia compile --root".\n`
  return kept.map(keptNote).join('') + next
}

function keptNote({ path, text }: StarterFile): string {
  if (!path.endsWith('.gitignore')) return `${path} was there already and is as it was.\n`
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return `${path} was there already and is as it was; see to it that it has ${lines.join(' ')}\n`
}
