/** Texts of the right kind that cannot be meant as they are written. */

import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import type { Span } from '../../diagnostics/source-text.ts'
import { brokenCharacter, curlyQuotes } from '../codes/syntax-codes.ts'
import { type Report, reporter } from '../tree/finding.ts'
import type { Node, ScalarNode } from '../tree/node.ts'

/** Checks keys and values alike. */
export function checkTexts(root: Node): readonly Diagnostic[] {
  const { diagnostics, report } = reporter()
  visit(root, new Set(), report)
  return diagnostics
}

/** Aliases put one node into several places; each is visited once. */
function visit(node: Node, seen: Set<Node>, report: Report): void {
  if (seen.has(node)) return
  seen.add(node)
  if (node.kind === 'scalar') {
    checkScalar(node, report)
  } else if (node.kind === 'list') {
    for (const item of node.items) visit(item, seen, report)
  } else {
    for (const [key, { keySpan, node: value }] of node.entries) {
      checkText(key, keySpan, report)
      visit(value, seen, report)
    }
  }
}

function checkScalar({ value, span }: ScalarNode, report: Report): void {
  if (typeof value === 'string') checkText(value, span, report)
}

/** The messages do not quote the text, which may be a secret. */
function checkText(text: string, span: Span | undefined, report: Report): void {
  const at = span === undefined ? { path: [] } : { span }
  if (/\p{Surrogate}/u.test(text)) {
    const message = 'this text holds half a character, which cannot be written as UTF-8'
    report(brokenCharacter, { message, at, hint: 'complete the escape, or remove it' })
  }
  if (/^[“”„‟].*[“”„‟]$|^[‘’‚‛].*[‘’‚‛]$/s.test(text) && text.length > 1) {
    const message = 'the typographic quotes around this text are part of it'
    report(curlyQuotes, { message, at, hint: 'write " or \' instead' })
  }
}
