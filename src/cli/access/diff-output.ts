/** An access diff for people, for programs, and for a comment on a pull request. */

import { styleText } from 'node:util'
import { Option } from 'commander'
import type { AccessDiff } from '../../access/access-diff.ts'
import { accessDiffLines, retainedLine } from '../../access/access-diff-text.ts'
import type { RetainedChange } from '../../access/retained-changes.ts'
import { counted } from '../../diagnostics/counted.ts'
import { printable } from '../../diagnostics/printable.ts'
import type { Baseline } from '../../plan/plan.ts'
import { againstText } from '../../plan/render-plan-human.ts'
import { type FormatFile, formatFileParser, writeReport } from '../format-file.ts'
import type { GlobalOptions } from '../global-options.ts'
import type { Host } from '../host.ts'

export interface AccessReport {
  readonly topology: string
  readonly against: Baseline | { readonly kind: 'spec'; readonly spec: string }
  readonly diff: AccessDiff
  readonly retained: readonly RetainedChange[]
}

const FORMATS = ['human', 'json', 'markdown'] as const

type DiffOutput = FormatFile<(typeof FORMATS)[number]>

/** It is data, so people read it on standard output too. */
export function diffOutputOption(): Option {
  return new Option(
    '-o, --output <format[=file]>',
    `print it as ${FORMATS.join(', ')}; repeatable (default: human)`,
  ).argParser(formatFileParser(FORMATS, ({ file = 'standard output' }) => file))
}

const HUMAN: readonly DiffOutput[] = [{ format: 'human' }]

export async function printDiff(
  host: Host,
  report: AccessReport,
  { output = HUMAN, color }: GlobalOptions & { readonly output?: readonly DiffOutput[] },
): Promise<void> {
  for (const { format, file } of output) {
    if (file === undefined) host.stdout(render(format, report, color))
    else await writeReport(host, file, render(format, report, false))
  }
}

function render(format: DiffOutput['format'], report: AccessReport, color: boolean): string {
  if (format === 'json') return `${JSON.stringify(jsonOf(report), null, 2)}\n`
  return format === 'markdown' ? markdownOf(report) : humanOf(report, color)
}

function jsonOf({ topology, against, diff, retained }: AccessReport) {
  return { topology, against, ...diff, retained }
}

function linesOf({ diff, retained }: AccessReport): readonly string[] {
  return [...accessDiffLines(diff), ...retained.map((change) => `! ${retainedLine(change)}`)].map(printable)
}

const COLORS = { '+': 'green', '-': 'red', '!': 'yellow' } as const

function humanOf(report: AccessReport, color: boolean): string {
  const lines = linesOf(report).map((line) => {
    const mark = line[0]
    const isMark = mark === '+' || mark === '-' || mark === '!'
    return color && isMark ? styleText(COLORS[mark], line, { validateStream: false }) : line
  })
  return `${headOf(report)}\n${lines.map((line) => `${line}\n`).join('')}`
}

function headOf({ topology, against, diff: { changes } }: AccessReport): string {
  const what = changes.length === 0 ? 'nobody gains or loses anything' : countText(changes)
  const other = against.kind === 'spec' ? `against ${against.spec}` : againstText(against)
  return printable(`${topology}: ${what}, ${other}`)
}

function countText(changes: AccessDiff['changes']): string {
  const gains = changes.filter(({ effect }) => effect === 'gain').length
  return `${counted(gains, 'gain')}, ${counted(changes.length - gains)} ${changes.length - gains === 1 ? 'loss' : 'losses'}`
}

/** GitHub takes 65,536 characters. */
const COMMENT_LENGTH = 60_000

/** In a block of code nothing is taken for Markdown, and each line has its mark first, so none ends the block. */
function markdownOf(report: AccessReport): string {
  const head = `### mqttopia diff: \`${headOf(report).replaceAll('`', "'")}\`\n`
  const shown: string[] = []
  let left = COMMENT_LENGTH - head.length
  const lines = linesOf(report)
  for (const line of lines) {
    left -= line.length + 1
    if (left < 0) break
    shown.push(`${line}\n`)
  }
  if (lines.length === 0) return head
  const more = lines.length > shown.length ? `\n…and ${counted(lines.length - shown.length)} more.\n` : ''
  return `${head}\n\`\`\`diff\n${shown.join('')}\`\`\`\n${more}`
}
