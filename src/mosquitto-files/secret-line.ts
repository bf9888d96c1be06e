/** Lines of the form `name:secret[:ignored]`, which password and PSK files have in common. */

import type { SourceText } from '../diagnostics/source-text.ts'
import { type TextLine, trimmedEnd, trimmedStart } from './text-lines.ts'

export interface SecretLine {
  readonly name: string
  readonly secret: string
  /** UTF-16 offsets of the two. */
  readonly nameStart: number
  readonly nameEnd: number
  readonly secretStart: number
  readonly secretEnd: number
}

/**
 * Splits a line as `strtok_r` does, which takes several colons for one. What follows the name never shows in excerpts;
 * a line without a colon, which gives `undefined`, does not show at all.
 */
export function splitSecretLine(source: SourceText, { start, end }: TextLine): SecretLine | undefined {
  const { text } = source
  const colon = indexOfColon(text, start, end)
  if (colon === end) {
    source.hide(start, end)
    return undefined
  }
  source.hide(colon + 1, end)
  const nameStart = trimmedStart(text, start, colon)
  const nameEnd = trimmedEnd(text, nameStart, colon)
  let from = colon
  while (from < end && text.charCodeAt(from) === COLON) from += 1
  const to = indexOfColon(text, from, end)
  const secretStart = trimmedStart(text, from, to)
  const secretEnd = trimmedEnd(text, secretStart, to)
  return {
    name: text.slice(nameStart, nameEnd),
    secret: text.slice(secretStart, secretEnd),
    nameStart,
    nameEnd,
    secretStart,
    secretEnd,
  }
}

const COLON = 58

function indexOfColon(text: string, from: number, end: number): number {
  let at = from
  while (at < end && text.charCodeAt(at) !== COLON) at += 1
  return at
}
