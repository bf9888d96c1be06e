/** Reads the files whose text the checks and the build need: certificates of authorities, templates of bundles. */

import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { SourceText } from '../../diagnostics/source-text.ts'
import type { SpecReader } from '../spec-reader.ts'
import { reporter } from '../tree/finding.ts'
import { childOf, type Node, nodeAt, type ScalarNode } from '../tree/node.ts'
import { type FileKind, readText, reportProblem } from './read-text.ts'
import { inFolder } from './spec-path.ts'

export interface NamedFiles {
  /** By the path that the spec's value has for them. */
  readonly files: ReadonlyMap<string, string>
  readonly diagnostics: readonly Diagnostic[]
}

export async function readNamedFiles(
  tree: Node | undefined,
  folder: string,
  reader: SpecReader,
): Promise<NamedFiles> {
  const { diagnostics, report } = reporter()
  const files = new Map<string, string>()
  for (const { name, what } of namedFiles(tree)) {
    const path = String(name.value)
    if (files.has(path)) continue
    const source = await readText(reader, inFolder(folder, path), what)
    if (source instanceof SourceText) files.set(path, source.text)
    else reportProblem(source, placeOf(name), report)
  }
  return { files, diagnostics }
}

interface NamedFile {
  readonly name: ScalarNode
  readonly what: FileKind
}

function namedFiles(tree: Node | undefined): readonly NamedFile[] {
  const certificates = childrenAt(tree, ['pki', 'authorities']).map((authority) =>
    nodeAt(authority, ['certificate', 'file']),
  )
  const templates = childrenAt(tree, ['bundles'])
    .flatMap((bundle) => childrenAt(bundle, ['files']))
    .map((file) => childOf(file, 'file'))
  return [...certificates.flatMap(named('certificate')), ...templates.flatMap(named('template'))]
}

function named(what: NamedFile['what']): (node: Node | undefined) => NamedFile[] {
  return (node) => (node?.kind === 'scalar' ? [{ name: node, what }] : [])
}

function childrenAt(node: Node | undefined, path: readonly string[]): readonly Node[] {
  const map = nodeAt(node, path)
  return map?.kind === 'map' ? Array.from(map.entries.values(), (entry) => entry.node) : []
}

function placeOf({ span }: ScalarNode) {
  return span === undefined ? { path: [] } : { span }
}
