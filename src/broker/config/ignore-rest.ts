/** Warns of words at the end of a line that Mosquitto does not look at. */

import { quoted } from '../../diagnostics/quoted.ts'
import { confTextIgnored } from '../../mosquitto-files/conf/codes.ts'
import type { ConfEntry, ConfWord } from '../../mosquitto-files/conf/conf-file.ts'
import type { Findings } from './findings.ts'
import { valueAs } from './settings.ts'

/** `read`: the words that count, in the order of the line. What starts with `#` is a comment, and is not reported. */
export function ignoreRest(findings: Findings, entry: ConfEntry, read: readonly ConfWord[]): void {
  const words = valueAs(entry, 'words')?.words ?? []
  const end = read.at(-1)?.end ?? 0
  const [first, ...others] = words.filter(({ start }) => start >= end)
  if (first === undefined || first.text.startsWith('#')) return
  const span = { source: entry.keySpan.source, start: first.start, end: others.at(-1)?.end ?? first.end }
  const text = span.source.text.slice(span.start, span.end)
  findings.add(confTextIgnored, span, `${quoted(text)} is ignored`, {
    hint: 'remove it, or start it with "#" if it is a comment',
  })
}
