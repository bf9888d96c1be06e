/** Merges the patch of the chosen environment into the spec (RFC 7396). */

import { didYouMean } from '../../diagnostics/did-you-mean.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import { emptyRemoval, unknownEnvironment } from '../codes/file-codes.ts'
import { alternatives } from '../tree/alternatives.ts'
import type { Report } from '../tree/finding.ts'
import {
  childOf,
  type Entry,
  type MapNode,
  mapOf,
  type Node,
  type ScalarNode,
  writtenText,
} from '../tree/node.ts'
import { placeOfKey } from '../tree/place.ts'

/** Belongs to the environment itself, and is no part of the patch. */
const NOT_PATCHED = new Set(['protect', 'targets'])

export function applyEnvironment(tree: MapNode, name: string, report: Report): MapNode {
  const environments = tree.entries.get('environments')?.node
  const patch = childOf(environments, name)
  if (patch === undefined) {
    reportUnknown(tree, environments, name, report)
    return tree
  }
  if (patch.kind !== 'map') return tree
  const patched = mergePatch(tree, mapOf([...patch.entries].filter(([key]) => !NOT_PATCHED.has(key))), report)
  return patched.kind === 'map' ? patched : tree
}

function reportUnknown(tree: MapNode, environments: Node | undefined, name: string, report: Report): void {
  const names = environments?.kind === 'map' ? [...environments.entries.keys()] : []
  const near = didYouMean(name, names)
  const listed =
    names.length === 0
      ? 'the spec has no environments'
      : `there are ${alternatives(names.map(quoted), 'and')}`
  report(unknownEnvironment, {
    message: `there is no environment ${quoted(name)}`,
    at: placeOfKey(tree, environments === undefined ? [] : ['environments']),
    hint: near === undefined ? listed : `did you mean "${near}"?`,
  })
}

function mergePatch(target: Node | undefined, patch: Node, report: Report): Node {
  if (patch.kind !== 'map') return patch
  const map = target?.kind === 'map' ? target : undefined
  const entries = new Map(map?.entries)
  for (const [key, entry] of patch.entries) {
    if (isNull(entry.node)) {
      reportEmptyRemoval(key, entry, report)
      entries.delete(key)
    } else entries.set(key, patchedEntry(entries.get(key), entry, report))
  }
  return { ...(map ?? patch), entries }
}

function patchedEntry(first: Entry | undefined, { keySpan, node }: Entry, report: Report): Entry {
  const merged = mergePatch(first?.node, node, report)
  return { keySpan: node.kind === 'map' && first !== undefined ? first.keySpan : keySpan, node: merged }
}

function isNull(node: Node): node is ScalarNode {
  return node.kind === 'scalar' && node.value === null
}

/** A colon with nothing behind it is more often a slip than a wish. */
function reportEmptyRemoval(key: string, { keySpan, node }: Entry, report: Report): void {
  if (node.span === undefined || !isNull(node) || writtenText(node) !== '') return
  report(emptyRemoval, {
    message: `${quoted(key)} would be removed, since nothing stands behind its colon`,
    at: { span: keySpan ?? node.span },
    hint: 'write "null" to remove it, or a value',
  })
}
