/** Reads a spec and everything it names: the one way from a path to a {@link SpecDocument}. */

import type { Diagnostic, Locate } from '../diagnostics/diagnostic.ts'
import { diagnose } from '../diagnostics/rule.ts'
import { SourceText } from '../diagnostics/source-text.ts'
import type { Spec } from './generated/spec.ts'
import { applyEnvironment } from './parts/apply-environment.ts'
import { checkEnvironments } from './parts/check-environments.ts'
import { includeParts } from './parts/include-parts.ts'
import { withMeantNames } from './parts/meant-names.ts'
import { readNamedFiles } from './parts/read-named-files.ts'
import { type Part, readRoot } from './parts/read-part.ts'
import { locateTable, readTables, type Tables } from './parts/read-tables.ts'
import { folderOf } from './parts/spec-path.ts'
import { checkShape } from './shape/check-shape.ts'
import type { SpecDocument } from './spec-document.ts'
import type { SpecReader } from './spec-reader.ts'
import { type Reporter, reporter } from './tree/finding.ts'
import { inTextOrder } from './tree/in-text-order.ts'
import { locateInTree } from './tree/locate-in-tree.ts'
import type { MapNode, Node } from './tree/node.ts'
import { plainValue } from './tree/plain-value.ts'

export interface LoadOptions {
  /** The environment whose patch is merged in (`--env`). */
  readonly environment?: string
}

/**
 * Loads the spec at `path`. What is wrong with it or with a file it names is in the document's diagnostics.
 *
 * Rejects only when the root spec itself cannot be read.
 */
export async function loadSpec(
  path: string,
  reader: SpecReader,
  { environment }: LoadOptions = {},
): Promise<SpecDocument> {
  const root = await readRoot(reader, path)
  const merging = reporter()
  const { tree, isComplete, plain } = await mergedSpec(root, path, reader, environment, merging)
  const { tree: shaped, pruned, diagnostics } = tree === undefined ? NOTHING : checkShape(tree)
  const isPatched = plain !== undefined && environment !== undefined
  const faults = isPatched ? withMeantNames(diagnostics, plain, environment) : diagnostics
  const known = [...merging.diagnostics, ...faults]
  const others = plain === undefined ? [] : checkEnvironments(plain, environment, known)
  const found = [...ownDiagnostics(root, path), ...known, ...others]
  const folder = folderOf(path)
  const tables = await readTables(shaped, folder, reader)
  const named = await readNamedFiles(shaped, folder, reader)
  return {
    path,
    ...(shaped === undefined || !isComplete ? {} : { value: specOf(shaped) }),
    pruned,
    diagnostics: inTextOrder([...found, ...named.diagnostics, ...tables.diagnostics], path),
    locate: locator(shaped ?? tree, tables.tables),
    tables: new Map(Array.from(tables.tables, ([fleet, { rows }]) => [fleet, rows])),
    files: named.files,
  }
}

const NOTHING = { tree: undefined, pruned: [], diagnostics: [] } as const

interface MergedSpec {
  /** With the chosen environment. */
  readonly tree?: Node
  /** Without it. */
  readonly plain?: MapNode
  readonly isComplete: boolean
}

async function mergedSpec(
  root: Part,
  path: string,
  reader: SpecReader,
  environment: string | undefined,
  merging: Reporter,
): Promise<MergedSpec> {
  if ('code' in root || root.tree === undefined) return { isComplete: false }
  if (root.tree.kind !== 'map') return { tree: root.tree, isComplete: false }
  const { tree: plain, isComplete } = await includeParts(root.tree, path, reader, merging)
  const tree = environment === undefined ? plain : applyEnvironment(plain, environment, merging.report)
  return { tree, plain, isComplete }
}

function ownDiagnostics(root: Part, path: string): readonly Diagnostic[] {
  if (!('code' in root)) return root.diagnostics
  const { code, message, hint, related } = root
  const at = related?.[0]?.at ?? { span: { source: new SourceText(path, ''), start: 0, end: 0 } }
  return [diagnose(code, { message, at, hint })]
}

/** The value without what only editors read. Its shape has been checked. */
function specOf(tree: Node): Spec {
  const shown = tree.kind === 'map' ? withoutKey(tree, '$schema') : tree
  return plainValue(shown) as unknown as Spec
}

function withoutKey(map: MapNode, unwanted: string): MapNode {
  return { ...map, entries: new Map([...map.entries].filter(([key]) => key !== unwanted)) }
}

const ROWS = 'rows'

/** Rows of tables stand below `['fleets', NAME, 'forEach', 'rows']`, in files of their own. */
function locator(tree: Node | undefined, tables: Tables): Locate {
  return (place) => {
    if ('span' in place) return place.span
    const [section, fleet, forEach, rows, row, column] = place.path
    if (section === 'fleets' && forEach === 'forEach' && rows === ROWS && typeof row === 'number') {
      const span = locateTable(tables, String(fleet), row, column === undefined ? undefined : String(column))
      if (span !== undefined) return span
    }
    return locateInTree(tree, place.path, place.on)
  }
}
