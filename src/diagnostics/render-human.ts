/** Lays diagnostics out for a terminal: place, message, the line with carets, related places, hint. */

import { styleText } from 'node:util'
import type { Diagnostic, Locate, Place, Severity } from './diagnostic.ts'
import { printable } from './printable.ts'
import type { Span } from './source-text.ts'

export interface HumanStyle {
  /** Colour with ANSI escapes. */
  readonly color: boolean
}

const COLORS = { error: 'red', warning: 'yellow', info: 'cyan', note: 'blue', hint: 'green' } as const

/** Columns of an excerpt; longer lines are cut around the place. */
const EXCERPT_WIDTH = 160

export function renderHuman(diagnostics: readonly Diagnostic[], locate: Locate, style: HumanStyle): string {
  return diagnostics.map((diagnostic) => `${renderOne(diagnostic, locate, style)}\n`).join('\n')
}

function renderOne(
  { severity, code, message, at, related = [], hint }: Diagnostic,
  locate: Locate,
  style: HumanStyle,
) {
  const lines = [
    ...renderPlace(at, { label: severity, message: `${message} [${code}]`, locate, style }),
    ...related.flatMap((other) =>
      renderPlace(other.at, { label: 'note', message: other.message, locate, style }),
    ),
  ]
  if (hint !== undefined) lines.push(`  ${paint('hint', 'hint:', style)} ${printable(hint)}`)
  return lines.join('\n')
}

interface Remark {
  readonly label: Severity | 'note'
  readonly message: string
  readonly locate: Locate
  readonly style: HumanStyle
}

function renderPlace(place: Place, { label, message, locate, style }: Remark): string[] {
  const span = locate(place)
  const remark = `${paint(label, `${label}:`, style)} ${printable(message)}`
  if (span === undefined || span.source.isProgram) return [`${nameOf(place, span)}: ${remark}`]
  const { source, start, end } = span
  const { line, column } = source.position(start)
  const { text, from } = excerpt(source.lineText(line), column)
  const width = Math.max(1, Math.min(end - start, text.length - (column - 1 - from)))
  const gutter = `  ${line} | `
  const carets = ' '.repeat(gutter.length + column - 1 - from) + paint(label, '^'.repeat(width), style)
  return [`${source.name}:${line}:${column}: ${remark}`, gutter + printable(text), carets]
}

/** Of a place without text: the file, and the path of the value. */
function nameOf(place: Place, span: Span | undefined): string {
  const path = 'path' in place && place.path.length > 0 ? [`/${place.path.join('/')}`] : []
  return [...(span === undefined ? [] : [span.source.name]), ...path].join(': ') || '/'
}

/** The part of a line that fits on a screen, with the column in it. */
function excerpt(line: string, column: number): { readonly text: string; readonly from: number } {
  if (line.length <= EXCERPT_WIDTH) return { text: line, from: 0 }
  const from = Math.max(0, Math.min(column - 1 - EXCERPT_WIDTH / 4, line.length - EXCERPT_WIDTH))
  return { text: line.slice(from, from + EXCERPT_WIDTH), from }
}

function paint(label: Remark['label'] | 'hint', text: string, { color }: HumanStyle): string {
  return color ? styleText(['bold', COLORS[label]], text, { validateStream: false }) : text
}

/** `2 errors, 1 warning`; empty for none. */
export function summarize(diagnostics: readonly Diagnostic[]): string {
  const count = (severity: Severity) =>
    diagnostics.filter((diagnostic) => diagnostic.severity === severity).length
  return (['error', 'warning', 'info'] as const)
    .map((severity) => ({ severity, n: count(severity) }))
    .filter(({ n }) => n > 0)
    .map(({ severity, n }) => `${n} ${severity}${n === 1 || severity === 'info' ? '' : 's'}`)
    .join(', ')
}
