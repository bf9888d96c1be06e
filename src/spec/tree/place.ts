/** Places of the parts of a tree. */

import type { Place, SpecPath } from '../../diagnostics/diagnostic.ts'
import { keySpanAt, type Node, nodeAt } from './node.ts'

/**
 * The place of a value as a piece of text. Where there is no text, as a path. Findings of `spec/` do not use
 * paths otherwise, since those would count items of lists that are left out of the spec's value.
 */
export function placeOfValue(root: Node, path: SpecPath): Place {
  const span = nodeAt(root, path)?.span
  return span === undefined ? { path } : { span }
}

/** The place of the key that a value stands under; for items of lists and for the root, of the value. */
export function placeOfKey(root: Node, path: SpecPath): Place {
  if (path.length === 0) return placeOfStart(root)
  const span = keySpanAt(root, path)
  if (span !== undefined) return { span }
  return typeof path.at(-1) === 'number' ? placeOfValue(root, path) : { path, on: 'key' }
}

/** The first key of the root, since the whole spec is no place to point at. */
export function placeOfStart(root: Node): Place {
  const first = root.kind === 'map' ? root.entries.values().next().value?.keySpan : undefined
  const span = first ?? root.span
  return span === undefined ? { path: [] } : { span }
}
