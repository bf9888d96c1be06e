/** Findings in small line-based files: « » stand around the texts that they must point at. */

import { expect } from 'vitest'
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts'
import { SourceText } from '../../src/diagnostics/source-text.ts'

/** Reads `text` without its marks; the findings must point at what was marked, in order. */
export function readMarked<Reading extends { readonly diagnostics: readonly Diagnostic[] }>(
  read: (source: SourceText) => Reading,
  text: string,
): Reading {
  const source = new SourceText('file', text.replace(/[«»]/g, ''))
  const reading = read(source)
  const pointed = reading.diagnostics.map(({ at }) => {
    if (!('span' in at)) throw new Error('the finding points at no text')
    return source.text.slice(at.span.start, at.span.end)
  })
  expect(pointed).toEqual(Array.from(text.matchAll(/«([^»]*)»/g), ([, marked]) => marked))
  return reading
}

/** `code: message`, for tables. */
export function said({ diagnostics }: { readonly diagnostics: readonly Diagnostic[] }): string[] {
  return diagnostics.map(({ code, message }) => `${code}: ${message}`)
}
