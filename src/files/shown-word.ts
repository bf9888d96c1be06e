import { hasControls, jsonLiteral, shellWord } from './quote.ts'

/**
 * One word of a shell command to copy; quoted only where a shell would misread it. Control characters are shown as JSON
 * escapes them: no shell reads these back, and no terminal obeys them.
 */
export function shownWord(text: string): string {
  if (hasControls(text)) return shellWord(jsonLiteral(text))
  return /^[\w@%+=:,./-]+$/.test(text) ? text : shellWord(text)
}
