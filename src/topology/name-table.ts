/** Names that a spec gives to things, and the search for what a name stands for. */

import type { SpecPath } from '../diagnostics/diagnostic.ts'
import { didYouMean } from '../diagnostics/did-you-mean.ts'
import { quoted, quotedList } from '../diagnostics/quoted.ts'
import { unknownReference } from './codes/reference-codes.ts'
import type { Report, Resolution } from './resolution.ts'

/** The things of one kind by name. */
export interface NameTable<T> {
  /** What messages call one of them: `broker`. */
  readonly kind: string
  /** Where they are written: `['brokers']`. */
  readonly path: SpecPath
  readonly values: ReadonlyMap<string, T>
  /** Names that are written but have no value, because what they name is wrong; that has been reported. */
  readonly broken: ReadonlySet<string>
}

/**
 * What `name`, written at `path`, stands for; `undefined` where there is no such thing. Then it reports that,
 * unless the thing is there but wrong.
 */
export function lookUp<T>(
  resolution: Resolution,
  table: NameTable<T>,
  name: string,
  path: SpecPath,
  report: Report = resolution.report,
): T | undefined {
  const found = table.values.get(name)
  if (found !== undefined) return found
  if (!table.broken.has(name) && !resolution.isDamaged([...table.path, name])) {
    const message = `there is no ${table.kind} ${quoted(name)}`
    report(unknownReference, { message, at: { path }, hint: hintFor(name, table) })
  }
  return undefined
}

/** Looks up a list of names; what is named twice is there once. */
export function lookUpAll<T>(
  resolution: Resolution,
  table: NameTable<T>,
  names: readonly string[],
  path: SpecPath,
): T[] {
  const found = names.map((name, i) => lookUp(resolution, table, name, [...path, i]))
  return [...new Set(found)].filter((value): value is T & {} => value !== undefined)
}

/** The table of what `values` holds; the names of `written` that are not in it are broken. */
export function nameTable<T>(
  kind: string,
  path: SpecPath,
  written: Iterable<string>,
  values: ReadonlyMap<string, T>,
): NameTable<T> {
  return { kind, path, values, broken: new Set([...written].filter((name) => !values.has(name))) }
}

function hintFor(name: string, { values, broken, path }: NameTable<unknown>): string {
  const names = [...values.keys(), ...broken].sort()
  return nameHint(name, names) ?? `add it under ${quoted(path.join('.'))}`
}

/** Points from a wrong name to the names there are. */
export function nameHint(name: string, names: readonly string[]): string | undefined {
  const meant = didYouMean(name, names)
  if (meant !== undefined) return `did you mean ${quoted(meant)}?`
  if (names.length === 0) return undefined
  return names.length === 1 ? `there is only ${quotedList(names)}` : `there are ${quotedList(names)}`
}
