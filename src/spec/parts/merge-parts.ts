/** Merges an included file into the spec: named things come together, and none may stand in two files. */

import type { SpecPath } from '../../diagnostics/diagnostic.ts'
import { reportDuplicate } from '../tree/entry-collector.ts'
import type { Report } from '../tree/finding.ts'
import type { Entry, MapNode } from '../tree/node.ts'

/** Maps of these places are merged entry by entry; all else belongs to one file. */
const MERGED = new Set([
  ...['', 'defaults', 'pki', 'pki/authorities', 'pki/profiles', 'pki/crl', 'brokers', 'bridges', 'roles'],
  ...['groups', 'users', 'fleets', 'bundles', 'environments'],
])

export function mergeParts(into: MapNode, part: MapNode, report: Report, path: SpecPath = []): MapNode {
  const entries = new Map(into.entries)
  for (const [key, entry] of part.entries) {
    const first = entries.get(key)
    if (first === undefined) entries.set(key, entry)
    else entries.set(key, mergedEntry(first, entry, report, [...path, key]))
  }
  return { ...into, entries }
}

function mergedEntry(first: Entry, second: Entry, report: Report, path: SpecPath): Entry {
  if (isMerged(path) && first.node.kind === 'map' && second.node.kind === 'map') {
    return { ...first, node: mergeParts(first.node, second.node, report, path) }
  }
  reportDuplicate(String(path.at(-1)), first, second, report)
  return first
}

/** An environment is merged as the spec that it patches is. */
function isMerged(path: SpecPath): boolean {
  return MERGED.has(path.join('/')) || (path[0] === 'environments' && MERGED.has(path.slice(2).join('/')))
}
