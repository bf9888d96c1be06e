/** Follows `include` from file to file, and merges what it finds into one tree. */

import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { includeCycle, includeMatchesNothing } from '../codes/file-codes.ts'
import { definition, replaceBySchema } from '../shape/walk-schema.ts'
import type { SpecReader } from '../spec-reader.ts'
import type { Report } from '../tree/finding.ts'
import { type MapNode, mapOf, type Node, type ScalarNode } from '../tree/node.ts'
import { quoted } from '../tree/quoted.ts'
import { mergeParts } from './merge-parts.ts'
import { readPart } from './read-part.ts'
import { folderOf, inFolder, relativeTo } from './spec-path.ts'

export interface Including {
  readonly reader: SpecReader
  readonly report: Report
  /** Takes the diagnostics of an included file. */
  readonly take: (diagnostics: readonly Diagnostic[]) => void
  /** Folder of the root spec; paths of files become relative to it. */
  readonly rootFolder: string
}

/** The tree of `path` with everything that it includes; `above` are the files on the way to it, itself the last. */
export async function includeParts(
  tree: MapNode,
  above: readonly string[],
  including: Including,
): Promise<MapNode> {
  const path = above.at(-1) ?? ''
  const include = tree.entries.get('include')?.node
  let merged = rebased(tree, folderOf(path), including.rootFolder)
  for (const { pattern, file } of await includedFiles(include, path, including)) {
    const part = await includedPart(file, pattern, above, including)
    if (part !== undefined) merged = mergeParts(merged, part, including.report)
  }
  return mapOf(
    [...merged.entries].filter(([key]) => key !== 'include'),
    merged.span,
  )
}

interface Included {
  readonly pattern: ScalarNode
  /** From where the reader starts. */
  readonly file: string
}

/** The files that a file includes, each once, in the order of the patterns and then of their names. */
async function includedFiles(
  include: Node | undefined,
  path: string,
  { reader, report }: Including,
): Promise<readonly Included[]> {
  const files = new Map<string, Included>()
  const patterns = include?.kind === 'list' ? include.items : []
  for (const pattern of patterns) {
    if (pattern.kind !== 'scalar' || typeof pattern.value !== 'string') continue
    const found = await filesOf(pattern.value, folderOf(path), reader)
    if (found.length === 0) {
      const message = `${quoted(pattern.value)} finds no file`
      report(includeMatchesNothing, {
        message,
        at: placeOf(pattern),
        hint: 'check the pattern, or remove it',
      })
    }
    for (const file of found) if (file !== path && !files.has(file)) files.set(file, { pattern, file })
  }
  return [...files.values()]
}

async function filesOf(pattern: string, folder: string, reader: SpecReader): Promise<readonly string[]> {
  if (!/[*?[\]{}()!]/.test(pattern)) return [inFolder(folder, pattern)]
  const found = await reader.glob(pattern, folder)
  return found.map((file) => inFolder(folder, file.replaceAll('\\', '/'))).sort()
}

async function includedPart(
  file: string,
  pattern: ScalarNode,
  above: readonly string[],
  including: Including,
): Promise<MapNode | undefined> {
  const { reader, report, take } = including
  if (above.includes(file)) {
    const message = `${quoted(file)} includes itself, by way of ${quoted(above.at(-1) ?? file)}`
    report(includeCycle, { message, at: placeOf(pattern), hint: 'remove one of the includes' })
    return undefined
  }
  const part = await readPart(reader, file)
  if ('code' in part) {
    const { code, message, hint } = part
    report(code, { message, at: placeOf(pattern), hint })
    return undefined
  }
  take(part.diagnostics)
  return part.tree?.kind === 'map' ? includeParts(part.tree, [...above, file], including) : undefined
}

function placeOf({ span }: ScalarNode) {
  return span === undefined ? { path: ['include'] } : { span }
}

/** Paths of files, which are relative to the file that names them, become relative to the root spec's folder. */
function rebased(tree: MapNode, folder: string, rootFolder: string): MapNode {
  const prefix = relativeTo(rootFolder, folder)
  if (prefix === '') return tree
  const replaced = replaceBySchema(tree, definition('filePath'), (node) =>
    node.kind === 'scalar' && typeof node.value === 'string'
      ? { ...node, value: inFolder(prefix, node.value) }
      : node,
  )
  return replaced.kind === 'map' ? replaced : tree
}
