/** The version of the spec language: `mqttopia: 1`. */

import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { diagnose } from '../../diagnostics/rule.ts'
import { missingVersion, unknownVersion } from '../codes/shape-codes.ts'
import type { Entry, MapNode, Node } from '../tree/node.ts'
import { placeOfStart, placeOfValue } from '../tree/place.ts'
import { describeValue } from './describe-place.ts'

const VERSION = 1
const VERSION_ENTRY: Entry = { node: { kind: 'scalar', value: VERSION } }

/**
 * The spec with its version set right, so that the rest of it can be checked; no tree when it says that it is
 * written in another version, since every other finding would be noise.
 */
export function checkVersion(root: MapNode): {
  readonly tree?: MapNode
  readonly diagnostics: readonly Diagnostic[]
} {
  const version = root.entries.get('mqttopia')?.node
  const tree = { ...root, entries: new Map([['mqttopia', VERSION_ENTRY], ...withoutVersion(root)]) }
  if (version === undefined) return { tree, diagnostics: [missing(root)] }
  if (isScalar(version, VERSION)) return { tree: root, diagnostics: [] }
  const diagnostics = [unknown(root, version)]
  const isOther = version.kind === 'scalar' && typeof version.value === 'number'
  return isOther ? { diagnostics } : { tree, diagnostics }
}

function withoutVersion(root: MapNode): readonly (readonly [string, Entry])[] {
  return [...root.entries].filter(([key]) => key !== 'mqttopia')
}

function isScalar(node: Node, value: number | string): boolean {
  return node.kind === 'scalar' && node.value === value
}

function missing(root: MapNode): Diagnostic {
  return diagnose(missingVersion, {
    message: 'the spec has no "mqttopia", its version',
    at: placeOfStart(root),
    hint: `begin with "mqttopia: ${VERSION}"`,
  })
}

function unknown(root: MapNode, version: Node): Diagnostic {
  return diagnose(unknownVersion, {
    message: `"mqttopia" must be ${VERSION}, not ${describeValue(version)}`,
    at: placeOfValue(root, ['mqttopia']),
    hint: isScalar(version, String(VERSION))
      ? `write ${VERSION} without quotes`
      : `write "mqttopia: ${VERSION}"`,
  })
}
