/** A spec as a tree of values that know where they are written. All front ends make it, all of `spec/` works on it. */

import type { SpecPath } from '../../diagnostics/diagnostic.ts'
import type { Span } from '../../diagnostics/source-text.ts'

export type Node = MapNode | ListNode | ScalarNode

interface Written {
  /** Absent for values without text, such as those of modules. */
  readonly span?: Span | undefined
  /** The module that made the value. */
  readonly program?: Span | undefined
}

export interface MapNode extends Written {
  readonly kind: 'map'
  readonly entries: ReadonlyMap<string, Entry>
}

export interface Entry {
  readonly keySpan?: Span | undefined
  readonly node: Node
}

export interface ListNode extends Written {
  readonly kind: 'list'
  readonly items: readonly Node[]
}

export interface ScalarNode extends Written {
  readonly kind: 'scalar'
  readonly value: string | number | boolean | null
}

/** Lists and maps may stand in each other this deep; every walk over a tree is recursive. */
export const MAX_DEPTH = 100

export function mapOf(entries: Iterable<readonly [string, Entry]>, span?: Span): MapNode {
  return { kind: 'map', entries: new Map(entries), span }
}

/** The entry or item of `node` under one step of a path. */
export function childOf(node: Node | undefined, step: string | number): Node | undefined {
  if (node?.kind === 'map') return node.entries.get(String(step))?.node
  return node?.kind === 'list' ? node.items[Number(step)] : undefined
}

export function nodeAt(root: Node | undefined, path: SpecPath): Node | undefined {
  return path.reduce(childOf, root)
}

/** Where the key of the last step is written; `undefined` for items of lists. */
export function keySpanAt(root: Node | undefined, path: SpecPath): Span | undefined {
  const parent = nodeAt(root, path.slice(0, -1))
  return parent?.kind === 'map' ? parent.entries.get(String(path.at(-1)))?.keySpan : undefined
}

/** The value as its writer typed it, such as `0001` or `2.0`; for values without text, as JavaScript prints it. */
export function writtenText({ span, value }: ScalarNode): string {
  return span === undefined ? String(value) : span.source.text.slice(span.start, span.end)
}

/** Gives the children of `node` to `replace`; the node itself when none changes. */
export function mapChildren(node: Node, replace: (child: Node, step: string | number) => Node): Node {
  if (node.kind === 'scalar') return node
  if (node.kind === 'list') {
    const items = node.items.map(replace)
    return items.every((item, i) => item === node.items[i]) ? node : { ...node, items }
  }
  const entries = Array.from(node.entries, ([key, entry]) => {
    const child = replace(entry.node, key)
    return [key, child === entry.node ? entry : { ...entry, node: child }] as const
  })
  return entries.every(([key, entry]) => entry === node.entries.get(key))
    ? node
    : { ...node, entries: new Map(entries) }
}
