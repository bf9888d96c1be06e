/** Diagnostics as JSON, one object a diagnostic, with resolved places. A stable shape: fields are only added. */

import type { Diagnostic, Locate, Place } from './diagnostic.ts'

export function renderJson(diagnostics: readonly Diagnostic[], locate: Locate): string {
  const items = diagnostics.map(({ at, related = [], ...rest }) => ({
    ...rest,
    at: placeJson(at, locate),
    related: related.map((other) => ({ message: other.message, at: placeJson(other.at, locate) })),
  }))
  return `${JSON.stringify({ version: 1, diagnostics: items }, undefined, 2)}\n`
}

function placeJson(place: Place, locate: Locate) {
  const span = locate(place)
  const path = 'path' in place ? { path: place.path } : {}
  if (span === undefined) return path
  const { source, start, end } = span
  if (source.isProgram) return { ...path, file: source.name }
  return { ...path, file: source.name, start: source.position(start), end: source.position(end) }
}
