/** `mqttopia fmt`: canonical order and quoting of specs, comments kept. */

import { readFile, rename, stat, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { formatSpec } from '../../spec/format-spec.ts'
import { orFail } from '../../state/failure.ts'
import { ExitCode } from '../exit-code.ts'
import type { Host } from '../host.ts'
import { printDiagnostics } from '../output-format.ts'
import { type Exit, type PrintOptions, printOptions, verb } from '../verb.ts'

export function fmtCommand(host: Host, exit: Exit): Command {
  const command = verb('fmt', {
    description: 'write specs in canonical order and quoting; comments are kept',
    examples: [
      ['mqttopia fmt topology.yaml fleets/*.yaml', 'rewrites the files in place'],
      ['mqttopia fmt --check topology.yaml', 'writes nothing; exits with 2 when a file would change'],
    ],
  })
  return command
    .argument('<specs...>', 'YAML or JSON files')
    .option('--check', 'write nothing; name the files that would change')
    .action(async (paths: readonly string[], options) => {
      const results = []
      for (const path of paths)
        results.push(await formatFile(host, path, options.check === true, printOptions(host, options)))
      if (results.includes('invalid')) exit(ExitCode.Invalid)
      else if (options.check === true && results.includes('changed')) exit(ExitCode.Changes)
    })
}

async function formatFile(
  host: Host,
  path: string,
  isCheck: boolean,
  print: PrintOptions,
): Promise<'same' | 'changed' | 'invalid'> {
  const file = resolve(host.cwd, path)
  const before = await orFail(`read ${path}`, () => readFile(file, 'utf8'))
  const formatted = formatSpec(before, path)
  if ('diagnostics' in formatted) {
    await printDiagnostics(host, formatted.diagnostics, formatted.locate, print)
    return 'invalid'
  }
  if (formatted.text === before) return 'same'
  host.stdout(`${path}\n`)
  if (!isCheck) await orFail(`write ${path}`, () => replaceFile(file, formatted.text))
  return 'changed'
}

/** The old text or the new one, never half of it. */
async function replaceFile(file: string, text: string): Promise<void> {
  const { mode } = await stat(file)
  const temporary = `${file}.mqttopia-fmt`
  await writeFile(temporary, text, { mode, flag: 'wx' })
  await rename(temporary, file)
}
