const MAX_LENGTH = 60

/** The user's own text inside a message: in quotes, on one line, cut when long. */
export function quoted(text: string): string {
  const line = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
  return `"${line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH - 1)}…` : line}"`
}

/** `a, b or c`. */
export function alternatives(words: readonly string[], conjunction: 'or' | 'and' = 'or'): string {
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1)}`
}
