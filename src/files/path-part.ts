/**
 * Any text as one step of a path that every file system takes: Windows names are the narrowest (naming files,
 * paths, and namespaces, learn.microsoft.com). Different texts get different steps.
 */

import { createHash } from 'node:crypto'

/** File systems take 255 bytes; what is left is for endings such as `.otrc` and for a mark. */
const MAX_LENGTH = 200
const DIGEST_LENGTH = 16

/** Device names of Windows, with any ending. */
const RESERVED = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i

/** What stays as it is, as most names do; a full stop at the end or alone does not. */
const PLAIN = new RegExp(`^(?=.*[^.]$)[A-Za-z0-9._-]{1,${MAX_LENGTH}}$`)

/** Percent-encodes everything but letters, digits, `.`, `_` and `-`; a long text ends in `~` and its digest. */
export function pathPart(text: string): string {
  if (text === '') return '%'
  if (PLAIN.test(text) && !RESERVED.test(text)) return text
  const encoded = Array.from(Buffer.from(text), encodeByte).join('')
  const named = RESERVED.test(encoded) ? `${percent(encoded.charCodeAt(0))}${encoded.slice(1)}` : encoded
  const part = named.replace(/^\.{1,2}$|\.$/, (dots) => '%2E'.repeat(dots.length))
  if (part.length <= MAX_LENGTH) return part
  const mark = digestMark(text)
  return `${part.slice(0, MAX_LENGTH - mark.length)}${mark}`
}

function encodeByte(byte: number): string {
  const character = String.fromCharCode(byte)
  return /[A-Za-z0-9._-]/.test(character) ? character : percent(byte)
}

function percent(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
}

/** `~` stands in no encoded text, so that a mark never looks like a part of one. */
function digestMark(text: string): string {
  return `~${createHash('sha256').update(text).digest('hex').slice(0, DIGEST_LENGTH)}`
}

/**
 * Keeps apart what some file system would take for one path: the returned function gives the mark that a path
 * needs, made from the key of its owner, or nothing. All paths of one folder must be given, encoded by
 * {@link pathPart}; upper and lower case are the same.
 */
export function collisionMarks(paths: Iterable<string>): (path: string, key: string) => string {
  const seen = new Set<string>()
  const shared = new Set<string>()
  for (const path of paths) {
    const folded = path.toLowerCase()
    const { size } = seen
    if (seen.add(folded).size === size) shared.add(folded)
  }
  if (shared.size === 0) return () => ''
  return (path, key) => (shared.has(path.toLowerCase()) ? digestMark(key) : '')
}
