/** Specs in TypeScript or JavaScript: the module's default export, as data. */

import { quoted } from '../../diagnostics/quoted.ts'
import { programSpan } from '../../diagnostics/source-text.ts'
import { moduleFailed, moduleWithoutSpec } from '../codes/file-codes.ts'
import type { SpecReader } from '../spec-reader.ts'
import { type Parsed, reporter } from '../tree/finding.ts'
import type { Node } from '../tree/node.ts'
import { treeOfValue } from './tree-of-value.ts'

export async function loadModule(reader: SpecReader, path: string): Promise<Parsed<Node>> {
  const { diagnostics, report } = reporter()
  const program = programSpan(path)
  try {
    const spec = await defaultExport(await reader.importModule(path))
    if (typeof spec === 'object' && spec !== null)
      return { tree: treeOfValue(spec, report, program), diagnostics }
    const message = `module ${quoted(path)} has no spec as default export`
    report(moduleWithoutSpec, {
      message,
      at: { span: program },
      hint: 'write "export default defineTopology({ ... })"',
    })
  } catch (error) {
    const message = `module ${quoted(path)} failed: ${firstLine(error)}`
    report(moduleFailed, {
      message,
      at: { span: program },
      hint: 'mend the module; run it by itself to see where it fails',
    })
  }
  return { diagnostics }
}

/** CommonJS modules that were compiled from ES modules wrap theirs once more. */
async function defaultExport(namespace: unknown): Promise<unknown> {
  const first = await property(namespace, 'default')
  const inner = await property(first, 'default')
  return inner ?? first
}

/** Of what is there: a loader may answer for `default` where a module has none. */
async function property(value: unknown, name: string): Promise<unknown> {
  if (typeof value !== 'object' || value === null || !(name in value)) return undefined
  return await (value as Readonly<Record<string, unknown>>)[name]
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.split(/[\r\n\u2028\u2029]/)[0]?.trim() || 'it says nothing'
}
