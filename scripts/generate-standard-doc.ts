/** The text of docs/standard.md: the normative statements of MQTT that bind a server, and the test that shows each. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { STATEMENTS, type Statement } from '../test/broker/statements.ts'

const TESTS = 'test/broker'

export function standardDoc(): string {
  const sources = testSources()
  const parts = (['5.0', '3.1.1'] as const).map((standard) => {
    const statements = STATEMENTS.filter((statement) => statement.standard === standard)
    const shown = statements.filter(({ test }) => test !== undefined).length
    const rows = statements.map((statement) => row(statement, sources))
    return `## MQTT ${standard}\n\n${shown} of ${statements.length} statements are shown by a test.\n\n${HEAD}\n${rows.join('\n')}\n`
  })
  return `${INTRODUCTION}\n${parts.join('\n')}`
}

const INTRODUCTION = `# The broker and the standards

The normative statements of MQTT 5.0 and 3.1.1 that bind a server, or both sides, each in our words and with a test that
shows it. Statements that bind clients alone are left out. Where there is no test, the table says why. This page is generated from
\`test/broker/statements/\` with \`npm run generate\`; the tests check that each named test is there.

A title is that of a test or of a row of its table; of a group of tests it is how all their titles begin.
`

const HEAD = '| Statement | What it asks for | Test | In |\n| --- | --- | --- | --- |'

interface Source {
  /** Below {@link TESTS}. */
  readonly path: string
  readonly text: string
}

/** Tests before the tables that they take from other files. */
function testSources(): readonly Source[] {
  const root = join(import.meta.dirname, '..', TESTS)
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.startsWith('statements'))
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

function rank(path: string): number {
  return path.endsWith('.test.ts') ? 0 : 1
}

function row({ id, says, test, because }: Statement, sources: readonly Source[]): string {
  const cells =
    test === undefined ? [id, says, `none: ${because}`, ''] : [id, says, test, fileOf(test, sources)]
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

/** As a title is written; what is put together, like \`puback has the reason codes\`, by all but its first word. */
function fileOf(title: string, sources: readonly Source[]): string {
  const rest = title.slice(title.indexOf(' '))
  const found =
    sources.find(({ text }) => text.includes(`'${title}`)) ??
    sources.find(({ text }) => text.includes(title)) ??
    sources.find(({ text }) => text.includes(rest))
  return found === undefined ? '' : `\`${found.path}\``
}
