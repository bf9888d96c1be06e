/**
 * Small worlds of topic names and filters, listed whole, and a second opinion on which filter matches which name:
 * regular expressions, which share no line with the code under test.
 */

import fc from 'fast-check'

/** All texts of 1 to `depth` levels of the alphabet, without the empty text. */
export function textsOver(alphabet: readonly string[], depth: number): string[] {
  let longest = [...alphabet]
  const texts = [...longest]
  for (let levels = 2; levels <= depth; levels++) {
    longest = longest.flatMap((text) => alphabet.map((level) => `${text}/${level}`))
    texts.push(...longest)
  }
  return texts.filter((text) => text !== '')
}

/** All filters with the literals of the alphabet and up to `depth` levels before a `#`. */
export function filtersOver(literals: readonly string[], depth: number): string[] {
  const texts = textsOver([...literals, '+'], depth)
  return [...texts, ...['', ...texts].map((text) => (text === '' ? '#' : `${text}/#`)), '/#']
}

/**
 * Names that tell all sets apart that are made from filters over `literals` with up to `depth` levels: one more
 * level, and one more word of each kind (plain and `$`).
 */
export function tellingNames(literals: readonly string[], depth: number): string[] {
  return textsOver([...literals, 'other', '$other'], depth + 1)
}

/** MQTT 5.0 4.7 as a regular expression; `#` takes its separator along, to match the parent too. */
export function filterPattern(filter: string): RegExp {
  const body = filter
    .split('/')
    .map((level, i) => {
      const separator = i === 0 ? '' : '/'
      if (level === '#') return `(${separator}.*)?`
      return separator + (level === '+' ? '[^/]*' : level.replace(/[^\w/]/g, '\\$&'))
    })
    .join('')
  return new RegExp(`^${/^[+#]/.test(filter) ? '(?!\\$)' : ''}${body}$`, 's')
}

/** Which of the names are in, as one character each: equal sets of names, equal texts. */
export function signature(names: readonly string[], isIn: (name: string) => boolean): string {
  return names.map((name) => (isIn(name) ? '1' : '0')).join('')
}

/** A random filter over few literals, so that filters meet often. */
export function smallFilter(literals: readonly string[], depth: number): fc.Arbitrary<string> {
  const level = fc.constantFrom(...literals, '+', '+')
  return fc
    .tuple(fc.array(level, { minLength: 1, maxLength: depth }), fc.boolean())
    .map(([levels, hash]) => [...levels, ...(hash ? ['#'] : [])].join('/'))
    .filter((text) => text !== '')
}
