/**
 * MQTT topic names and topic filters: what is valid, what matches, and how filters relate as sets of topic
 * names (MQTT 5.0 4.7). Relations hold for names of any length; only the `…Problem` functions know the limit.
 */

/**
 * A topic filter split into levels. The levels are canonical: filters that match the same topic names have
 * equal levels, so `#` reads `+`, `#` and `/#` reads ``, `+`, `#`.
 */
export interface TopicFilter {
  readonly text: string
  readonly levels: readonly string[]
}

type StringProblem = 'empty' | 'too-long' | 'null-character' | 'lone-surrogate'
export type TopicNameProblem = StringProblem | 'wildcard'
export type TopicFilterProblem = StringProblem | 'hash-not-last' | 'wildcard-not-alone'

const MAX_UTF8_BYTES = 65_535
const MAX_UTF8_BYTES_PER_UTF16_UNIT = 3

/** Says what is wrong with `text` as a topic name, or `undefined` when it is valid. */
export function topicNameProblem(text: string): TopicNameProblem | undefined {
  return stringProblem(text) ?? (/[+#]/.test(text) ? 'wildcard' : undefined) // [MQTT-3.3.2-2]
}

/** Says what is wrong with `text` as a topic filter, or `undefined` when it is valid. */
export function filterProblem(text: string): TopicFilterProblem | undefined {
  return stringProblem(text) ?? wildcardProblem(text.split('/'))
}

function stringProblem(text: string): StringProblem | undefined {
  if (text === '') return 'empty' // [MQTT-4.7.3-1]
  if (text.includes('\0')) return 'null-character' // [MQTT-4.7.3-2]
  if (/\p{Surrogate}/u.test(text)) return 'lone-surrogate' // [MQTT-1.5.4-1]
  return isTooLong(text) ? 'too-long' : undefined // [MQTT-4.7.3-3]
}

function isTooLong(text: string): boolean {
  if (text.length * MAX_UTF8_BYTES_PER_UTF16_UNIT <= MAX_UTF8_BYTES) return false
  return new TextEncoder().encode(text).length > MAX_UTF8_BYTES
}

function wildcardProblem(levels: readonly string[]): TopicFilterProblem | undefined {
  if (levels.some((level) => level.length > 1 && /[+#]/.test(level))) return 'wildcard-not-alone' // [MQTT-4.7.1-2]
  const hash = levels.indexOf('#')
  return hash !== -1 && hash < levels.length - 1 ? 'hash-not-last' : undefined // [MQTT-4.7.1-1]
}

/** Explains a problem in one sentence without capital and full stop, to stand after the quoted text. */
export function problemText(problem: TopicFilterProblem | TopicNameProblem): string {
  return PROBLEM_TEXTS[problem]
}

const PROBLEM_TEXTS: Readonly<Record<TopicFilterProblem | TopicNameProblem, string>> = {
  empty: 'a topic must have at least one character',
  'too-long': 'a topic may have at most 65535 bytes in UTF-8',
  'null-character': 'a topic may not hold the character U+0000',
  'lone-surrogate': 'half of a UTF-16 surrogate pair has no form in UTF-8',
  wildcard: 'a topic name may not hold the wildcards "+" and "#"',
  'hash-not-last': 'the wildcard "#" may only be the last level',
  'wildcard-not-alone': 'the wildcards "+" and "#" must stand alone in their level',
}

/** True when `text` can be one level of a topic name; the empty level can. */
export function isLevel(text: string): boolean {
  if (!NO_PLAIN_CHARACTER.test(text)) return !isTooLong(text) // most names
  return !text.includes('/') && topicNameProblem(text) === undefined
}

/** What no level may hold, or only in pairs. */
const NO_PLAIN_CHARACTER = /[\0/+#\ud800-\udfff]/

/**
 * Parses a valid topic filter.
 *
 * @throws RangeError if it is not valid: check what users write with {@link filterProblem} first.
 */
export function parseFilter(text: string): TopicFilter {
  const problem = filterProblem(text)
  if (problem !== undefined)
    throw new RangeError(`topic filter "${text}" is not valid: ${problemText(problem)}`)
  return { text, levels: canonicalLevels(text) }
}

/** The levels of a valid filter. `#` also matches its parent [4.7.1.2], but a parent `` would be no topic name. */
export function canonicalLevels(text: string): readonly string[] {
  if (text === '#') return ['+', '#']
  if (text === '/#') return ['', '+', '#']
  return text.split('/')
}

/** The shortest text that means the same filter, or filter with variables, as `text`. */
export function canonicalText(text: string): string {
  return text === '+/#' ? '#' : text === '/+/#' ? '/#' : text
}

/** True when `filter` matches the valid topic name `name`. */
export function matches(filter: TopicFilter, name: string): boolean {
  return name !== '' && coversLevels(filter.levels, name.split('/'))
}

/** True when every topic name that `inner` matches is matched by `outer` too. */
export function covers(outer: TopicFilter, inner: TopicFilter): boolean {
  return coversLevels(outer.levels, inner.levels)
}

function coversLevels(outer: readonly string[], inner: readonly string[]): boolean {
  if (passesOver(outer, inner)) return false
  for (const [i, level] of outer.entries()) {
    if (level === '#') return true
    const other = inner[i]
    if (other === undefined || other === '#') return false
    if (level !== '+' && level !== other) return false
  }
  return outer.length === inner.length
}

/** True when some topic name is matched by both `a` and `b`. */
export function overlaps(a: TopicFilter, b: TopicFilter): boolean {
  return meetLevels(a.levels, b.levels) !== undefined
}

/** The filter that matches what both `a` and `b` match, or `undefined` when that is nothing. */
export function meet(a: TopicFilter, b: TopicFilter): TopicFilter | undefined {
  const levels = meetLevels(a.levels, b.levels)
  return levels && { text: canonicalText(levels.join('/')), levels }
}

function meetLevels(a: readonly string[], b: readonly string[]): readonly string[] | undefined {
  if (passesOver(a, b) || passesOver(b, a)) return undefined
  const met: string[] = []
  for (let i = 0; ; i++) {
    const [x, y] = [a[i], b[i]]
    if (x === '#') return met.concat(b.slice(i))
    if (y === '#') return met.concat(a.slice(i))
    if (x === undefined || y === undefined) return x === y ? met : undefined
    const level = meetLevel(x, y)
    if (level === undefined) return undefined
    met.push(level)
  }
}

function meetLevel(x: string, y: string): string | undefined {
  if (x === '+') return y
  return y === '+' || x === y ? x : undefined
}

/** A filter that starts with a wildcard matches no topic name that starts with `$` [MQTT-4.7.2-1]. */
function passesOver(outer: readonly string[], inner: readonly string[]): boolean {
  return outer[0] === '+' && inner[0]?.startsWith('$') === true
}
