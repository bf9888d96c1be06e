/** Lets code hold paragraphs of Markdown at its own indentation. */

/**
 * Takes off each line's indentation and the outer blank lines; blank lines between paragraphs stay. For running
 * text and one-level lists, not for indented code.
 */
export function prose(strings: TemplateStringsArray, ...values: readonly string[]): string {
  const text = strings.reduce((before, after, i) => `${before}${values[i - 1] ?? ''}${after}`)
  return text
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .trim()
}
