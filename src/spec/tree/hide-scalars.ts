import type { Node } from './node.ts'

const PUBLIC = new Set(['env', 'file', 'generate'])

/** Keeps all texts inside `node` out of excerpts, but for the names of variables and files that hold secrets. */
export function hideScalars(node: Node): void {
  if (node.kind === 'scalar') {
    node.span?.source.hide(node.span.start, node.span.end)
  } else if (node.kind === 'list') {
    node.items.forEach(hideScalars)
  } else {
    for (const [key, entry] of node.entries) if (!PUBLIC.has(key)) hideScalars(entry.node)
  }
}
