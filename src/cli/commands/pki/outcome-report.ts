/** What became of given files, a line for each, or as JSON: `schemas/pki-files.schema.json`. */

import { Option } from 'commander'
import { escapeControls } from '../../../broker/observe/escape-controls.ts'
import type { FileOutcome } from '../../../state/life-cycle/file-outcome.ts'
import { type FormatFile, formatFileParser, writeReport } from '../../format-file.ts'
import type { ChangeScene } from './run-change.ts'

export const OUTCOME_FORMATS = ['human', 'json'] as const

export type OutcomeOutput = FormatFile<(typeof OUTCOME_FORMATS)[number]>

export function outcomeOption(): Option {
  return new Option('-o, --output <format[=file]>', 'what to print: human or json; repeatable')
    .choices(OUTCOME_FORMATS)
    .argParser(formatFileParser(OUTCOME_FORMATS, ({ file = 'standard output' }) => file))
}

export async function writeOutcomes(
  outcomes: readonly FileOutcome[],
  { host, topology, now }: ChangeScene,
  { output = [{ format: 'human' }], dryRun = false }: { output?: readonly OutcomeOutput[]; dryRun?: boolean },
): Promise<void> {
  for (const { format, file } of output) {
    const text =
      format === 'json'
        ? outcomesJson(outcomes, { topology: topology.name, at: now.toISOString(), dryRun })
        : outcomes.map((outcome) => `${outcomeLine(outcome)}\n`).join('')
    if (file === undefined) host.stdout(text)
    else await writeReport(host, file, text)
  }
}

function outcomeLine({ did, selector, file, because }: FileOutcome): string {
  const whose = selector === undefined ? '' : ` ${selector}`
  return escapeControls(`${did}${whose} ${file}${because === undefined ? '' : ` (${because})`}`)
}

function outcomesJson(
  outcomes: readonly FileOutcome[],
  head: { readonly topology: string; readonly at: string; readonly dryRun: boolean },
): string {
  const lines = outcomes.map(({ file, did, selector, serial, notAfter, because }) => {
    const facts = { file, did, selector, serial, notAfter, because }
    return `    ${JSON.stringify(facts)}`
  })
  const list = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n  ]`
  return `${JSON.stringify({ version: 1, ...head }, null, 2).slice(0, -2)},\n  "files": ${list}\n}\n`
}
