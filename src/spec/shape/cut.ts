/** Parts of a tree that are left out. Steps into lists count all items, those left out too. */

import type { SpecPath } from '../../diagnostics/diagnostic.ts'
import type { ListNode, MapNode, Node } from '../tree/node.ts'

export class Cut {
  readonly #inner = new Map<string | number, Cut>()
  #isWhole = false

  /** Nothing is left. */
  get isWhole(): boolean {
    return this.#isWhole
  }

  /** Leaves out what is at `path`; false when it was left out already. */
  add(path: SpecPath): boolean {
    if (this.#isWhole) return false
    const [step, ...rest] = path
    if (step === undefined) {
      this.#isWhole = true
      return true
    }
    const inner = this.#inner.get(step) ?? new Cut()
    this.#inner.set(step, inner)
    return inner.add(rest)
  }

  /** The outermost paths that are left out. */
  paths(prefix: SpecPath = []): readonly SpecPath[] {
    if (this.#isWhole) return [prefix]
    return Array.from(this.#inner, ([step, inner]) => inner.paths([...prefix, step])).flat()
  }

  /** What remains of `node`. */
  apply(node: Node): Node | undefined {
    if (this.#isWhole) return undefined
    if (this.#inner.size === 0 || node.kind === 'scalar') return node
    return node.kind === 'list' ? this.#applyToList(node) : this.#applyToMap(node)
  }

  /** The path in the whole tree of what stands at `path` in the remains. */
  pathBefore(path: SpecPath): SpecPath {
    const [step, ...rest] = path
    if (step === undefined) return []
    const written = typeof step === 'number' ? this.#indexBefore(step) : step
    return [written, ...(this.#inner.get(written)?.pathBefore(rest) ?? rest)]
  }

  #indexBefore(index: number): number {
    let written = -1
    for (let left = index; left >= 0; left -= 1) {
      written += 1
      while (this.#inner.get(written)?.isWhole) written += 1
    }
    return written
  }

  #applyToList(node: ListNode): ListNode {
    const items = node.items.flatMap(
      (item, i) => this.#inner.get(i)?.apply(item) ?? (this.#has(i) ? [] : item),
    )
    return { ...node, items }
  }

  #applyToMap(node: MapNode): MapNode {
    const entries = Array.from(node.entries).flatMap(([key, entry]) => {
      const inner = this.#inner.get(key)
      const child = inner === undefined ? entry.node : inner.apply(entry.node)
      return child === undefined ? [] : [[key, { ...entry, node: child }] as const]
    })
    return { ...node, entries: new Map(entries) }
  }

  #has(step: string | number): boolean {
    return this.#inner.get(step)?.isWhole === true
  }
}
