/** Diagnostics as GitHub-flavoured Markdown, for a comment on a pull request. */

import type { Diagnostic, Locate } from './diagnostic.ts'
import { renderHuman, summarize } from './render-human.ts'

/** A comment holds 65,536 characters on GitHub and more elsewhere; a line about what is left out has to fit too. */
const COMMENT_LENGTH = 60_000

export function renderMarkdown(diagnostics: readonly Diagnostic[], locate: Locate): string {
  if (diagnostics.length === 0) return '**mqttopia**: no findings\n'
  const shown: string[] = []
  let length = 0
  for (const diagnostic of diagnostics) {
    const text = findingText(diagnostic, locate)
    if (length + text.length > COMMENT_LENGTH) break
    length += text.length
    shown.push(text)
  }
  const left = diagnostics.length - shown.length
  const rest = left === 0 ? '' : `\n…and ${left} more.\n`
  return `**mqttopia**: ${summarize(diagnostics)}\n${shown.join('')}${rest}`
}

/** What comes from the spec stands in a block of code, so that nothing in it is taken for Markdown or a mention. */
function findingText(diagnostic: Diagnostic, locate: Locate): string {
  const { severity, code } = diagnostic
  const excerpt = renderHuman([diagnostic], locate, { color: false })
  const fence = '`'.repeat(Math.max(3, longestRun(excerpt) + 1))
  return `\n**${severity}** \`${code}\`\n\n${fence}text\n${excerpt}${fence}\n`
}

function longestRun(text: string): number {
  return Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length))
}
