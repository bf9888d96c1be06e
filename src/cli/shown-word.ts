import { shellWord } from '../files/quote.ts'

/** One word of a shell command to copy; quoted only where a shell would misread it. */
export function shownWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : shellWord(text)
}
