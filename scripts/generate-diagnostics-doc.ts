/** The text of docs/diagnostics.md: every code with its explanation, from the rules themselves. */

import { codeGroups } from '../src/cli/diagnostic-codes.ts'
import type { CodeDescription } from '../src/diagnostics/rule.ts'

export function diagnosticsDoc(): string {
  const index = codeGroups.map(({ title, codes }) => `- [${title}](#${anchor(title)}): ${codes.length}`)
  const sections = codeGroups.map(
    ({ title, codes }) => `## ${title}\n\n${sorted(codes).map(entry).join('\n')}`,
  )
  return `${HEAD}\n${index.join('\n')}\n\n${sections.join('\n')}`
}

const HEAD = `# Diagnostics

Every finding has a code. \`mqttopia explain-code CODE\` prints the same text. An error means that no correct or safe
output exists; a warning means that the output is right, but surely not meant. This page is generated from the rules
by \`npm run generate\`.
`

function entry({ code, severity, summary, explanation }: CodeDescription): string {
  return `### ${code}\n\n*${severity}*: ${summary}\n\n${explanation}\n`
}

function sorted(codes: readonly CodeDescription[]): readonly CodeDescription[] {
  return [...codes].sort((a, b) => (a.code < b.code ? -1 : 1))
}

function anchor(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^a-z0-9 ]/g, '')
    .replaceAll(' ', '-')
}
