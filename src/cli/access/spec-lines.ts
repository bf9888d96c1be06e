/** Where the spec says what decides: the place, and the line that stands there. */

import type { Locate, SpecPath } from '../../diagnostics/diagnostic.ts'
import { printable } from '../../diagnostics/printable.ts'
import type { Grant } from '../../topology/user.ts'

export interface SpecLine {
  readonly file: string
  readonly line: number
  readonly text: string
}

/** `undefined` for what follows from a bridge's routes or from a module, which has no line. */
export function specLine(locate: Locate, path: SpecPath): SpecLine | undefined {
  const span = locate({ path })
  if (span === undefined || span.source.isProgram) return undefined
  const { line } = span.source.position(span.start)
  return { file: span.source.name, line, text: span.source.lineText(line).trim() }
}

/** `deny publish "a/#" through role guest, topology.yaml:7`, and the line itself below. */
export function grantLine(locate: Locate, { effect, action, filter, via, path }: Grant): string {
  const name = `${effect === 'deny' ? 'deny ' : ''}${action} "${filter.text}"`
  const through = via === undefined ? '' : ` through ${via.replace(':', ' ')}`
  const line = specLine(locate, path)
  const text = line === undefined ? '' : `\n      ${excerpt(line.text)}`
  return printable(`${name}${through}, ${placeOf(locate, path)}`) + text
}

/** `topology.yaml:7`; the path where there is no line. */
export function placeOf(locate: Locate, path: SpecPath): string {
  const line = specLine(locate, path)
  return line === undefined ? `/${path.join('/')}` : `${line.file}:${line.line}`
}

function excerpt(text: string): string {
  return printable(text.length > WIDTH ? `${text.slice(0, WIDTH)}…` : text)
}

const WIDTH = 100
