/** `mqttopia init`: a starter spec and what belongs beside it; nothing that exists is overwritten. */

import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { Failure, orFail } from '../../state/failure.ts'
import { packageTexts } from '../../state/package-files.ts'
import type { Host } from '../host.ts'
import { verb } from '../verb.ts'

/** Preset to the example that it starts from. */
const PRESETS = { minimal: 'quickstart', home: 'home', plant: 'plant' } as const

interface InitOptions {
  readonly preset: keyof typeof PRESETS
}

export function initCommand(host: Host): Command {
  const command = verb('init', {
    description: 'start a topology: a spec, a .gitignore and a CI file',
    examples: [
      ['mqttopia init', 'one broker, two users, mutual TLS, in this folder'],
      ['mqttopia init --preset home house', 'a house with plain, TLS and websocket listeners, in house/'],
    ],
  })
  return command
    .argument('[folder]', 'where to', '.')
    .addOption(
      new Option('--preset <name>', 'what to start from').choices(Object.keys(PRESETS)).default('minimal'),
    )
    .action((folder: string, { preset }: InitOptions) =>
      orFail(`write ${folder}`, () => runInit(host, folder, preset)),
    )
}

function runInit(host: Host, folder: string, preset: keyof typeof PRESETS): void {
  const target = resolve(host.cwd, folder)
  const files = starterFiles(preset).map(({ path, text }) => ({ path, text, file: resolve(target, path) }))
  const taken = files.find(({ file }) => existsSync(file))
  if (taken !== undefined) throw new Failure(`${taken.path} exists in ${folder}; nothing was written`)
  for (const { path, text, file } of files) {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text, { flag: 'wx' })
    host.stdout(`${path}\n`)
  }
  const at = folder === '.' ? '' : ` ${folder}/topology.yaml`
  host.stderr(`Next: edit topology.yaml, then run "mqttopia validate${at}" and "mqttopia compile${at}".\n`)
}

interface StarterFile {
  readonly path: string
  readonly text: string
}

/** An example's files without what compiling it gives, and what belongs beside every spec. */
function starterFiles(preset: keyof typeof PRESETS): StarterFile[] {
  const example = [...packageTexts(`examples/${PRESETS[preset]}`)].filter(
    ([path]) => !path.startsWith('expected/'),
  )
  const common = [...packageTexts('templates/init')]
  return [...example, ...common].map(([path, text]) => ({ path: outputName(path), text }))
}

/** Package managers leave files such as `.gitignore` out of packages, so they are kept as `dot-gitignore`. */
function outputName(path: string): string {
  return path.replace(/(^|\/)dot-/g, '$1.')
}
