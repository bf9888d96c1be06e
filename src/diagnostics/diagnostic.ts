/** What mqttopia says about a spec. Plain data: no text layout, no I/O. */

import type { Span } from './source-text.ts'

export type Severity = 'error' | 'warning' | 'info'

/** Steps from the root of a spec to one value: `['users', 'alice', 'publish', 0]`. */
export type SpecPath = readonly (string | number)[]

/** A value of the spec, or the key it stands under; or bare text, where the text is too broken to hold a value. */
export type Place = { readonly path: SpecPath; readonly on?: 'key' } | { readonly span: Span }

/** A second place that explains the first: the other half of a conflict, a definition. */
export interface RelatedPlace {
  readonly at: Place
  readonly message: string
}

export interface Diagnostic {
  /** Stable kebab-case id; documented in `docs/diagnostics.md`. */
  readonly code: string
  readonly severity: Severity
  /** What is wrong: one sentence, no capital, no full stop, no line break. */
  readonly message: string
  readonly at: Place
  readonly related?: readonly RelatedPlace[]
  /** What to do about it, in the imperative. */
  readonly hint?: string
  /** What it is about, where the message says more than makes it this finding: witnesses, counts. See `finding-key.ts`. */
  readonly subject?: string
}

/** Finds where a place is written; `undefined` for values without text (the API, derived values). */
export type Locate = (place: Place) => Span | undefined

/** True for what somebody has to look at. */
export function isNoInfo({ severity }: Diagnostic): boolean {
  return severity !== 'info'
}

export function isError({ severity }: Diagnostic): boolean {
  return severity === 'error'
}
