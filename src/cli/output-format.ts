/** The option `-o FORMAT[=FILE]`: how findings are printed, and where. */

import { Option } from 'commander'
import { type Diagnostic, isError, type Locate } from '../diagnostics/diagnostic.ts'
import { renderGithub } from '../diagnostics/render-github.ts'
import { renderHuman, summarize } from '../diagnostics/render-human.ts'
import { renderJson } from '../diagnostics/render-json.ts'
import { renderJunit } from '../diagnostics/render-junit.ts'
import { renderMarkdown } from '../diagnostics/render-markdown.ts'
import { renderSarif } from '../diagnostics/render-sarif.ts'
import { diagnosticCodes } from './diagnostic-codes.ts'
import { type FormatFile, formatFileParser, writeReport } from './format-file.ts'
import type { GlobalOptions } from './global-options.ts'
import type { Host } from './host.ts'
import { VERSION } from './version.ts'

export const OUTPUT_FORMATS = ['human', 'json', 'sarif', 'junit', 'github', 'markdown'] as const

type Format = (typeof OUTPUT_FORMATS)[number]

export type Output = FormatFile<Format>

const HUMAN: Output = { format: 'human' }

export function outputOption(): Option {
  return new Option(
    '-o, --output <format[=file]>',
    `print findings as ${OUTPUT_FORMATS.join(', ')}; repeatable (default: human)`,
  ).argParser(formatFileParser(OUTPUT_FORMATS, target))
}

/** `human` is for people, so it goes to standard error. */
function target({ format, file }: Output): string {
  return file ?? (format === 'human' ? 'standard error' : 'standard output')
}

/**
 * Prints findings in every format that was asked for, and how many there are. Streams come before files: whoever
 * watches learns what was found even where a file cannot be written.
 */
export async function printDiagnostics(
  host: Host,
  diagnostics: readonly Diagnostic[],
  locate: Locate,
  { output = [HUMAN], color, quiet }: GlobalOptions & { readonly output?: readonly Output[] },
): Promise<void> {
  const isShown = output.some((each) => target(each) === 'standard error')
  for (const { format, file } of output) {
    if (file !== undefined) continue
    if (format !== 'human') host.stdout(render(format, diagnostics, locate))
    else host.stderr(renderHuman(quiet ? diagnostics.filter(isError) : diagnostics, locate, { color }))
  }
  const files = output.flatMap(({ file }) => file ?? [])
  if (!quiet && diagnostics.length > 0) host.stderr(summaryLine(diagnostics, isShown, files))
  for (const { format, file } of output) {
    if (file === undefined) continue
    await writeReport(host, file, render(format, diagnostics, locate))
  }
}

function summaryLine(diagnostics: readonly Diagnostic[], isShown: boolean, files: readonly string[]): string {
  if (isShown) return `\n${summarize(diagnostics)}\n`
  return `${summarize(diagnostics)}${files.length === 0 ? '' : `: see ${files.join(', ')}`}\n`
}

function render(format: Format, diagnostics: readonly Diagnostic[], locate: Locate): string {
  switch (format) {
    case 'human':
      return renderHuman(diagnostics, locate, { color: false })
    case 'json':
      return renderJson(diagnostics, locate)
    case 'github':
      return renderGithub(diagnostics, locate)
    case 'junit':
      return renderJunit(diagnostics, locate, rootName(locate))
    case 'markdown':
      return renderMarkdown(diagnostics, locate)
    case 'sarif':
      return renderSarif(diagnostics, locate, { version: VERSION, codes: diagnosticCodes })
  }
}

/** As the user named it. */
function rootName(locate: Locate): string {
  return locate({ path: [] })?.source.name ?? 'spec'
}
