/** The option `-o FORMAT[=FILE]`: how findings are printed, and where. */

import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { InvalidArgumentError, Option } from 'commander'
import type { Diagnostic, Locate } from '../diagnostics/diagnostic.ts'
import { renderGithub } from '../diagnostics/render-github.ts'
import { renderHuman, summarize } from '../diagnostics/render-human.ts'
import { renderJson } from '../diagnostics/render-json.ts'
import { renderSarif } from '../diagnostics/render-sarif.ts'
import { orFail } from '../state/failure.ts'
import { diagnosticCodes } from './diagnostic-codes.ts'
import type { GlobalOptions } from './global-options.ts'
import type { Host } from './host.ts'
import { VERSION } from './version.ts'

const FORMATS = ['human', 'json', 'sarif', 'github'] as const

export interface Output {
  readonly format: (typeof FORMATS)[number]
  /** Absent: standard output; for `human`, standard error. */
  readonly file?: string
}

export function outputOption(): Option {
  return new Option(
    '-o, --output <format[=file]>',
    `print findings as ${FORMATS.join(', ')}; repeatable`,
  ).argParser((text: string, previous: readonly Output[] | undefined) => [
    ...(previous ?? []),
    parseOutput(text),
  ])
}

function parseOutput(text: string): Output {
  const [name = '', ...rest] = text.split('=')
  const format = FORMATS.find((known) => known === name)
  if (format === undefined) throw new InvalidArgumentError(`The formats are ${FORMATS.join(', ')}.`)
  const file = rest.join('=')
  if (rest.length > 0 && file === '') throw new InvalidArgumentError('The file name after "=" is missing.')
  return rest.length === 0 ? { format } : { format, file }
}

/** Prints findings in every format that was asked for; for people on standard error when none was. */
export async function printDiagnostics(
  host: Host,
  diagnostics: readonly Diagnostic[],
  locate: Locate,
  { output = [{ format: 'human' }], color, quiet }: GlobalOptions & { readonly output?: readonly Output[] },
): Promise<void> {
  for (const { format, file } of output) {
    const isShown = format === 'human' && file === undefined
    const text = render(format, diagnostics, locate, isShown && color)
    if (file !== undefined) await orFail(`write ${file}`, () => writeFile(resolve(host.cwd, file), text))
    else if (!isShown) host.stdout(text)
    else if (!quiet || diagnostics.some(({ severity }) => severity === 'error')) host.stderr(text)
  }
  const shown = output.some(({ format, file }) => format === 'human' && file === undefined)
  if (shown && !quiet && diagnostics.length > 0) host.stderr(`\n${summarize(diagnostics)}\n`)
}

function render(
  format: Output['format'],
  diagnostics: readonly Diagnostic[],
  locate: Locate,
  color: boolean,
) {
  switch (format) {
    case 'human':
      return renderHuman(diagnostics, locate, { color })
    case 'json':
      return renderJson(diagnostics, locate)
    case 'github':
      return renderGithub(diagnostics, locate)
    case 'sarif':
      return renderSarif(diagnostics, locate, { version: VERSION, codes: diagnosticCodes })
  }
}
