/** The line of a spec that a value stands in. */

import type { Locate, SpecPath } from './diagnostic.ts'

export interface SpecLine {
  readonly file: string
  readonly line: number
  /** Trimmed, secrets masked. */
  readonly text: string
}

/** `undefined` for what follows from a bridge's routes or from a module, which has no line. */
export function specLine(locate: Locate, path: SpecPath): SpecLine | undefined {
  const span = locate({ path })
  if (span === undefined || span.source.isProgram) return undefined
  const { line } = span.source.position(span.start)
  return { file: span.source.name, line, text: span.source.lineText(line).trim() }
}

/** `topology.yaml:7`; the path where there is no line. */
export function placeOf(locate: Locate, path: SpecPath): string {
  const line = specLine(locate, path)
  return line === undefined ? `/${path.join('/')}` : `${line.file}:${line.line}`
}
