/** Resolves small specs in YAML without the spec/ folder, and finds places in them with the YAML library alone. */

import { type Document, isMap, isScalar, type Node, type Pair, parseDocument } from 'yaml'
import type { Place, SpecPath } from '../../src/diagnostics/diagnostic.ts'
import type { Spec } from '../../src/spec/generated/spec.ts'
import type { Row } from '../../src/spec/row.ts'
import type { ResolvableSpec } from '../../src/topology/resolution.ts'
import { type ResolvedTopology, resolveTopology } from '../../src/topology/resolve-topology.ts'

export interface Surroundings {
  /** Rows of fleets; those of `items` and `range` need none. */
  readonly tables?: Readonly<Record<string, readonly Row[]>>
  readonly files?: Readonly<Record<string, string>>
  readonly pruned?: readonly SpecPath[]
  readonly environment?: string
}

export interface ResolvedYaml extends ResolvedTopology {
  /** The text that a place points at. */
  readonly textAt: (place: Place) => string | undefined
  readonly offsetOf: (place: Place) => number
}

/** `text` is a spec less its first line, `mqttopia: 1`. */
export function resolveYaml(text: string, surroundings: Surroundings = {}): ResolvedYaml {
  const document = parseDocument(text)
  if (document.errors[0] !== undefined) throw document.errors[0]
  const value: Spec = { mqttopia: 1, ...document.toJS() }
  const resolved = resolveTopology(resolvable(value, surroundings))
  const rangeOf = (place: Place) => ('path' in place ? rangeIn(document, place) : undefined)
  return {
    ...resolved,
    textAt: (place) => {
      const range = rangeOf(place)
      return range && text.slice(...range)
    },
    offsetOf: (place) => rangeOf(place)?.[0] ?? -1,
  }
}

export function resolvable(
  value: Spec,
  { tables = {}, files = {}, pruned = [], environment }: Surroundings = {},
): ResolvableSpec {
  const written = Object.entries(value.fleets ?? {}).map(
    ([name, fleet]) => [name, rowsOf(fleet.forEach)] as const,
  )
  return {
    value,
    pruned,
    tables: new Map([...written.filter(([, rows]) => rows !== undefined), ...Object.entries(tables)] as [
      string,
      Row[],
    ][]),
    files: new Map(Object.entries(files)),
    folderName: 'folder',
    ...(environment === undefined ? {} : { environment }),
  }
}

function rowsOf({ items, range }: NonNullable<Spec['fleets']>[string]['forEach']): Row[] | undefined {
  if (items !== undefined) return items.map((item) => toRow(Object.entries(item)))
  if (range === undefined) return undefined
  const length = range.to - range.from + 1
  return Array.from({ length }, (_, i) =>
    toRow([['n', String(range.from + i).padStart(range.width ?? 1, '0')]]),
  )
}

/** A row as spec/ makes them: texts only, no prototype. */
export function toRow(entries: readonly (readonly [string, unknown])[]): Row {
  const row: Record<string, string> = Object.create(null)
  for (const [column, value] of entries) row[column] = String(value)
  return row
}

/** A path that leads beyond what is written is found at the key of its last step that is. */
function rangeIn(
  document: Document,
  { path, on }: { path: SpecPath; on?: 'key' },
): [number, number] | undefined {
  const steps = path.map((step) => (step === 'rows' ? 'items' : step))
  for (let length = steps.length; length > 0; length--) {
    const above = document.getIn(steps.slice(0, length - 1), true)
    const step = steps[length - 1]
    const pair = isMap(above)
      ? above.items.find(({ key }) => isScalar(key) && String(key.value) === step)
      : undefined
    const value = document.getIn(steps.slice(0, length), true) as Node | undefined
    if (value === undefined) continue
    const node = pair !== undefined && (on === 'key' || length < steps.length) ? keyOf(pair) : value
    return node.range ? [node.range[0], node.range[1]] : undefined
  }
  return undefined
}

function keyOf({ key }: Pair): Node {
  return key as Node
}
