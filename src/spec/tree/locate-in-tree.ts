/** Finds the text of a path. */

import type { SpecPath } from '../../diagnostics/diagnostic.ts'
import type { Span } from '../../diagnostics/source-text.ts'
import { childOf, keySpanAt, type Node } from './node.ts'

/**
 * The text of the value at `path`, or of its key. A path that leads beyond what is written, such as to a default,
 * is found at the key of the last step that is; what a module made, somewhere in that module. `undefined` where
 * nothing of it is written.
 */
export function locateInTree(root: Node | undefined, path: SpecPath, on?: 'key'): Span | undefined {
  return findText(root, path, on) ?? findProgram(root, path)
}

function findProgram(root: Node | undefined, path: SpecPath): Span | undefined {
  let [node, found] = [root, root?.program]
  for (const step of path) {
    node = childOf(node, step)
    found = node?.program ?? found
  }
  return found
}

function findText(root: Node | undefined, path: SpecPath, on?: 'key'): Span | undefined {
  let node = root
  for (const [i, step] of path.entries()) {
    const child = childOf(node, step)
    if (child === undefined) return i === 0 ? undefined : spanAt(root, path.slice(0, i), node, 'key')
    node = child
  }
  return spanAt(root, path, node, on)
}

function spanAt(
  root: Node | undefined,
  path: SpecPath,
  node: Node | undefined,
  on?: 'key',
): Span | undefined {
  return (on === 'key' ? keySpanAt(root, path) : undefined) ?? node?.span
}
