/** Sorted copies, the same on every machine. */

import { compareText } from '../files/compare-text.ts'

/** A sorted copy. */
export function sortedByName<T extends { readonly name: string }>(values: Iterable<T>): T[] {
  return [...values].sort((a, b) => compareText(a.name, b.name))
}

/** The entries of a map of the spec by key, so that nothing depends on the order in which it was written. */
export function sortedEntries<T>(map: { readonly [name: string]: T } | undefined): [string, T][] {
  return Object.entries(map ?? {}).sort(([a], [b]) => compareText(a, b))
}

/** Each text once, sorted. */
export function sortedTexts<T extends string>(texts: Iterable<T>): T[] {
  return [...new Set(texts)].sort(compareText)
}
