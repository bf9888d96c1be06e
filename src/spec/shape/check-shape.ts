/** Holds a spec's tree against the JSON Schema: a finding for each fault, and the largest part that has the right shape. */

import type { Diagnostic, SpecPath } from '../../diagnostics/diagnostic.ts'
import { wrongType } from '../codes/shape-codes.ts'
import { reporter } from '../tree/finding.ts'
import type { Node } from '../tree/node.ts'
import { placeOfKey, placeOfValue } from '../tree/place.ts'
import { plainValue } from '../tree/plain-value.ts'
import { checkTexts } from './check-texts.ts'
import { Cut } from './cut.ts'
import { describeValue } from './describe-place.ts'
import { type ShapeError, shapeErrors } from './shape-error.ts'
import { shapeFaults } from './shape-faults.ts'
import { checkVersion } from './version.ts'

export interface CheckedShape {
  /** What has the right shape; absent when nothing is left. */
  readonly tree?: Node
  /** What was left out, in steps of the tree as given. */
  readonly pruned: readonly SpecPath[]
  readonly diagnostics: readonly Diagnostic[]
}

export function checkShape(root: Node): CheckedShape {
  if (root.kind !== 'map') return { pruned: [], diagnostics: notAMap(root) }
  const { tree, diagnostics } = checkVersion(root)
  if (tree === undefined) return { pruned: [], diagnostics }
  const faults = shapeFaults(tree, shapeErrors(plainValue(tree)))
  const cut = new Cut()
  for (const { prune } of faults) cut.add(prune)
  const rest = cutIncomplete(tree, cut)
  const found = [...checkTexts(root), ...diagnostics, ...faults.map(({ diagnostic }) => diagnostic)]
  const pruned = cut.paths()
  return rest === undefined ? { pruned, diagnostics: found } : { tree: rest, pruned, diagnostics: found }
}

/** What is said of a file that holds no map. The text itself is not quoted: it may be any file, a private key for example. */
export function notAMap(root: Node): readonly Diagnostic[] {
  const { diagnostics, report } = reporter()
  const isText = root.kind === 'scalar' && typeof root.value === 'string'
  const isGlued = isText && /^["']?\w+["']?:\S/.test(String(root.value))
  report(wrongType, {
    message: `the spec must be a map, not ${isText ? 'text' : describeValue(root)}`,
    at: root.kind === 'scalar' ? placeOfValue(root, []) : placeOfKey(root, []),
    hint: isGlued ? 'write a space behind each colon' : 'begin with "mqttopia: 1"',
  })
  return diagnostics
}

/** A part that was left out can leave its surroundings incomplete; those go too, without a word more. */
function cutIncomplete(tree: Node, cut: Cut): Node | undefined {
  for (;;) {
    const rest = cut.apply(tree)
    const errors = rest === undefined ? [] : shapeErrors(plainValue(rest))
    if (errors.length === 0) return rest
    for (const error of errors) cut.add(cut.pathBefore(smallestPart(error)))
  }
}

function smallestPart({ path, keyword, params }: ShapeError): SpecPath {
  return keyword === 'additionalProperties' ? [...path, String(params.additionalProperty)] : path
}
