/** From a JavaScript value to a tree: what JSON could hold, and nothing else. */

import type { SpecPath } from '../../diagnostics/diagnostic.ts'
import type { Span } from '../../diagnostics/source-text.ts'
import { notPlainData } from '../codes/file-codes.ts'
import type { Report } from '../tree/finding.ts'
import { MAX_DEPTH, mapOf, type Node } from '../tree/node.ts'

/**
 * What is no data is reported and left out; keys with `undefined` are left out, as JSON does.
 *
 * @param program the module that made it.
 */
export function treeOfValue(value: unknown, report: Report, program?: Span): Node {
  return nodeOf(value, [], { program, report, above: [] }) ?? mapOf([])
}

interface Walk {
  readonly program: Span | undefined
  readonly report: Report
  /** The objects that the value stands in. */
  readonly above: readonly object[]
}

function nodeOf(value: unknown, path: SpecPath, walk: Walk): Node | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || isNumber(value)) {
    return { kind: 'scalar', value, program: walk.program }
  }
  const problem = problemOf(value, path, walk)
  if (problem === undefined)
    return collectionOf(value as object, path, { ...walk, above: [...walk.above, value as object] })
  walk.report(notPlainData, {
    message: `the spec holds ${problem}, which is no data`,
    at: { path },
    hint: 'write plain data there',
  })
  return undefined
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

function problemOf(value: unknown, path: SpecPath, { above }: Walk): string | undefined {
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'object' || value === null) return `a ${typeof value}`
  if (above.includes(value)) return 'an object inside itself'
  if (path.length > MAX_DEPTH) return `objects more than ${MAX_DEPTH} deep`
  if (Array.isArray(value)) return undefined
  const prototype = Object.getPrototypeOf(value)
  if (prototype === null || Object.getPrototypeOf(prototype) === null) return undefined
  return `an object of class ${value.constructor?.name || 'unknown'}`
}

function collectionOf(value: object, path: SpecPath, walk: Walk): Node {
  if (Array.isArray(value)) {
    const items = value.flatMap((item, i) => nodeOf(item, [...path, i], walk) ?? [])
    return { kind: 'list', items, program: walk.program }
  }
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
  const nodes = entries.flatMap(([key, inner]) => {
    const node = nodeOf(inner, [...path, key], walk)
    return node === undefined ? [] : [[key, { node }] as const]
  })
  return { ...mapOf(nodes), program: walk.program }
}
