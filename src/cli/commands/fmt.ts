/** `mqttopia fmt`: canonical order and quoting of specs, comments kept. */

import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { Failure, orFail } from '../../diagnostics/failure.ts'
import { formatSpec } from '../../spec/format-spec.ts'
import { ExitCode } from '../exit-code.ts'
import type { Host } from '../host.ts'
import { printDiagnostics } from '../output-format.ts'
import { replaceFile } from '../replace-file.ts'
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
      const isCheck = options.check === true
      const print = printOptions(host, options)
      const results = new Set<Result>()
      for (const path of paths) results.add(await tryFile(host, path, isCheck, print))
      if (results.has('failed')) exit(ExitCode.Failed)
      else if (results.has('invalid')) exit(ExitCode.Invalid)
      else if (isCheck && results.has('changed')) exit(ExitCode.Changes)
    })
}

type Result = 'same' | 'changed' | 'invalid' | 'failed'

/** A file that cannot be read or written keeps none of the others from being formatted. */
async function tryFile(host: Host, path: string, isCheck: boolean, print: PrintOptions): Promise<Result> {
  try {
    return await formatFile(host, path, isCheck, print)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    host.stderr(`mqttopia: ${error.message}\n`)
    return 'failed'
  }
}

/** Names the file on standard output where its text is not, or was not, the canonical one. */
async function formatFile(host: Host, path: string, isCheck: boolean, print: PrintOptions): Promise<Result> {
  const file = resolve(host.cwd, path)
  const before = await readText(file, path)
  const formatted = formatSpec(before, path)
  if ('diagnostics' in formatted) {
    await printDiagnostics(host, formatted.diagnostics, formatted.locate, print)
    return 'invalid'
  }
  if (formatted.text === before) return 'same'
  if (!isCheck) await orFail(`write ${path}`, () => replaceFile(file, formatted.text))
  host.stdout(`${path}\n`)
  return 'changed'
}

async function readText(file: string, path: string): Promise<string> {
  if (/\.[cm]?[jt]s$/.test(path)) {
    throw new Failure(`cannot format ${path}: it is a program; use the formatter of its language`)
  }
  const bytes = await orFail(`read ${path}`, () => readFile(file))
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new Failure(`cannot format ${path}: it is not text in UTF-8`)
  }
}
