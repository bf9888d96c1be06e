/** Diagnostics as workflow commands of GitHub Actions, which shows them beside the changed lines. */

import type { Diagnostic, Locate, RelatedPlace, Severity } from './diagnostic.ts'

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' }

export function renderGithub(diagnostics: readonly Diagnostic[], locate: Locate): string {
  return diagnostics.map((diagnostic) => `${renderOne(diagnostic, locate)}\n`).join('')
}

function renderOne({ severity, code, message, at, related = [], hint }: Diagnostic, locate: Locate): string {
  const span = locate(at)
  const where = span?.source.isProgram && 'path' in at ? `/${at.path.join('/')}: ` : ''
  const notes = related.map((other) => `\n${noteText(other, locate)}`).join('')
  const text = `${where}${message}${notes}${hint === undefined ? '' : `\nhint: ${hint}`}`
  const place = span === undefined ? [] : placeProperties(span)
  const properties = [...place, `title=${escapeProperty(code)}`].join(',')
  return `::${COMMANDS[severity]} ${properties}::${escapeData(text)}`
}

/** An annotation has one place; others are named in its text. */
function noteText({ at, message }: RelatedPlace, locate: Locate): string {
  const span = locate(at)
  if (span !== undefined && !span.source.isProgram)
    return `${span.source.name}:${span.source.position(span.start).line}: ${message}`
  return 'path' in at ? `/${at.path.join('/')}: ${message}` : message
}

function placeProperties({ source, start, end }: NonNullable<ReturnType<Locate>>): string[] {
  if (source.isProgram) return [`file=${escapeProperty(source.name)}`]
  const [from, to] = [source.position(start), source.position(end)]
  const columns = from.line === to.line ? [`col=${from.column}`, `endColumn=${to.column}`] : []
  return [`file=${escapeProperty(source.name)}`, `line=${from.line}`, `endLine=${to.line}`, ...columns]
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
