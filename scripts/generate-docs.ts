/** Writes the generated pages of docs/; `--check` only says whether they are fresh. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { brokerOptionsDoc } from './generate-broker-options-doc.ts'
import { diagnosticsDoc } from './generate-diagnostics-doc.ts'
import { specDoc } from './generate-spec-doc.ts'
import { standardDoc } from './generate-standard-doc.ts'

const pages = [
  { name: 'docs/broker-options.md', text: brokerOptionsDoc() },
  { name: 'docs/diagnostics.md', text: diagnosticsDoc() },
  { name: 'docs/spec.md', text: specDoc() },
  { name: 'docs/standard.md', text: standardDoc() },
]

for (const { name, text } of pages) {
  const file = new URL(`../${name}`, import.meta.url)
  const isFresh = existsSync(file) && readFileSync(file, 'utf8') === text
  if (isFresh) continue
  if (process.argv.includes('--check')) {
    process.stderr.write(`${name} is stale: run \`npm run generate\`\n`)
    process.exitCode = 1
  } else writeFileSync(file, text)
}
