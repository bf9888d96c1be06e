/** Sorted copies, the same on every machine. */

import { compareText } from '../files/compare-text.ts'

interface Named {
  readonly name: string
}

/** A sorted copy. */
export function sortedByName<T extends Named>(values: Iterable<T>): T[] {
  const copy = [...values]
  return areSortedByName(copy) ? copy : copy.sort((a, b) => compareText(a.name, b.name))
}

/** And no two have the same name. */
export function areSortedByName(values: readonly Named[]): boolean {
  for (let i = 1; i < values.length; i++) {
    if ((values[i - 1] as Named).name >= (values[i] as Named).name) return false
  }
  return true
}

/** The entries of a map of the spec by key, so that nothing depends on the order in which it was written. */
export function sortedEntries<T>(map: { readonly [name: string]: T } | undefined): [string, T][] {
  return Object.entries(map ?? {}).sort(([a], [b]) => compareText(a, b))
}

/** Each text once, sorted. */
export function sortedTexts<T extends string>(texts: Iterable<T>): T[] {
  return [...new Set(texts)].sort(compareText)
}
