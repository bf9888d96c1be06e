/** Finds the word that a misspelt word was probably meant to be. */

import { distance } from 'fastest-levenshtein'

/** Longer words are never compared: nobody mistypes them, and the comparison is quadratic. */
const MAX_LENGTH = 100

/**
 * The candidate nearest to `word`, or `undefined` when none is near. Near is a third of the letters wrong, and one
 * at least where there are three; differences of case, hyphens and underscores alone always are. Two neighbours that
 * changed places count as one wrong letter. The first of equals wins.
 */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > MAX_LENGTH) return undefined
  let best: { readonly candidate: string; readonly errors: number } | undefined
  for (const candidate of candidates) {
    const errors = errorsBetween(word, candidate)
    if (errors <= tolerated(word, candidate) && (best === undefined || errors < best.errors)) {
      best = { candidate, errors }
    }
  }
  return best?.candidate
}

function errorsBetween(word: string, candidate: string): number {
  if (word === candidate || candidate.length > MAX_LENGTH) return Number.POSITIVE_INFINITY
  const [a, b] = [plain(word), plain(candidate)]
  return areSwapped(a, b) ? 1 : distance(a, b)
}

function areSwapped(a: string, b: string): boolean {
  let at = 0
  while (at < a.length && a[at] === b[at]) at += 1
  const swapped = a.slice(0, at) + a.charAt(at + 1) + a.charAt(at) + a.slice(at + 2)
  return at < a.length && swapped === b
}

function tolerated(word: string, candidate: string): number {
  const longer = Math.max(word.length, candidate.length)
  return longer < 3 ? 0 : Math.floor(longer / 3)
}

function plain(word: string): string {
  return word.toLowerCase().replace(/[-_ ]/g, '')
}
