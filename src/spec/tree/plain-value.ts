/** From located trees to plain values. */

import type { Node } from './node.ts'

export type PlainValue =
  | string
  | number
  | boolean
  | null
  | readonly PlainValue[]
  | { readonly [key: string]: PlainValue }

/** The JSON value of a tree. Objects have no prototype, so that a key `__proto__` is a key like others. */
export function plainValue(node: Node): PlainValue {
  if (node.kind === 'scalar') return node.value
  if (node.kind === 'list') return node.items.map(plainValue)
  const object: Record<string, PlainValue> = Object.create(null)
  for (const [key, { node: child }] of node.entries) object[key] = plainValue(child)
  return object
}
