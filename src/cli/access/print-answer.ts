/** An answer for people, for programs, and for a comment on a pull request. */

import { styleText } from 'node:util'
import { Option } from 'commander'
import { printable } from '../../diagnostics/printable.ts'
import { type FormatFile, formatFileParser, writeReport } from '../format-file.ts'
import type { GlobalOptions } from '../global-options.ts'
import type { Host } from '../host.ts'

const FORMATS = ['human', 'json', 'markdown'] as const

export type AnswerOutput = FormatFile<(typeof FORMATS)[number]>

export interface Answer {
  readonly title: string
  readonly lines: readonly string[]
  /** Each line begins with what it is about: `+` for what comes, `-` for what goes, `!` for what to mind. */
  readonly isDiff?: boolean
  /** Plain data. */
  readonly json: unknown
}

/** It is data, so people read it on standard output too. */
export function answerOutputOption(): Option {
  return new Option(
    '-o, --output <format[=file]>',
    `print it as ${FORMATS.join(', ')}; repeatable (default: human)`,
  ).argParser(formatFileParser(FORMATS, ({ file = 'standard output' }) => file))
}

const HUMAN: readonly AnswerOutput[] = [{ format: 'human' }]

export async function printAnswer(
  host: Host,
  answer: Answer,
  { output = HUMAN, color }: GlobalOptions & { readonly output?: readonly AnswerOutput[] },
): Promise<void> {
  for (const { format, file } of output) {
    if (file === undefined) host.stdout(render(format, answer, color))
    else await writeReport(host, file, render(format, answer, false))
  }
}

function render(format: AnswerOutput['format'], answer: Answer, color: boolean): string {
  if (format === 'json') return `${JSON.stringify(answer.json, null, 2)}\n`
  return format === 'human' ? human(answer, color) : markdown(answer)
}

const COLORS = { '+': 'green', '-': 'red', '!': 'yellow' } as const

function human({ title, lines, isDiff = false }: Answer, color: boolean): string {
  const painted = (line: string) => {
    const mark = line[0]
    const isMarked = color && isDiff && (mark === '+' || mark === '-' || mark === '!')
    return isMarked ? styleText(COLORS[mark], line, { validateStream: false }) : line
  }
  return [title, ...lines].map((line) => `${painted(printable(line))}\n`).join('')
}

/** GitHub takes 65,536 characters. */
const COMMENT_LENGTH = 60_000

/** In a block of code nothing is taken for Markdown; its fence is longer than any run of backticks in it. */
function markdown({ title, lines, isDiff = false }: Answer): string {
  const head = `### mqttopia: \`${printable(title).replaceAll('`', "'")}\`\n`
  if (lines.length === 0) return head
  const shown: string[] = []
  let left = COMMENT_LENGTH
  for (const line of lines) {
    left -= line.length + 1
    if (left < 0) break
    shown.push(`${printable(line)}\n`)
  }
  const text = shown.join('')
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  const more = lines.length - shown.length
  const rest = more === 0 ? '' : `\n…and ${more} more: see -o json.\n`
  return `${head}\n${fence}${isDiff ? 'diff' : 'text'}\n${text}${fence}\n${rest}`
}
