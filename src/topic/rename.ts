/** Renames topics from one filter to another, as bridges do: each wildcard keeps what it stands for. */

import type { TopicFilter } from './filter.ts'
import type { LevelNode, LevelNodes } from './level-node.ts'
import { namesIn, type TopicSet } from './names-in.ts'

/**
 * The names of `set`, all of which `source` matches, as `target` names them. Both filters have the same wildcards in
 * the same order. A name of which nothing would be left, such as `a` from `a/#` to `#`, is dropped.
 */
export function rename(nodes: LevelNodes, set: TopicSet, source: TopicFilter, target: TopicFilter): TopicSet {
  const steps = source.text.split('/')
  const words = wordsBefore(target)
  const below = words.pop() ?? []
  const layers = layersOf(set, steps)
  let renamed = new Map<LevelNode, LevelNode>()
  for (const node of layers.pop() ?? []) {
    const isOpen = steps.at(-1) === '#'
    renamed.set(node, under(nodes, below, isOpen || !node.end ? (isOpen ? node : nodes.none) : nodes.end))
  }
  for (const step of steps.filter((step) => step !== '#').reverse()) {
    const image = (node: LevelNode) => renamed.get(node) ?? nodes.none
    const layer = layers.pop() ?? new Set<LevelNode>()
    const before = step === '+' ? (words.pop() ?? []) : []
    renamed = new Map(
      [...layer].map((node) => [
        node,
        step === '+' ? under(nodes, before, mapped(nodes, node, image)) : image(node.after(step)),
      ]),
    )
  }
  return namesIn(nodes, renamed.get(set) ?? nodes.none)
}

/** The nodes that each step of the filter leads to, from the set itself on; a `#` leads nowhere. */
function layersOf(set: LevelNode, steps: readonly string[]): Set<LevelNode>[] {
  const layers = [new Set([set])]
  for (const step of steps) {
    if (step === '#') break
    const next = new Set<LevelNode>()
    for (const node of layers.at(-1) ?? []) {
      for (const child of step === '+' ? childrenOf(node) : [node.after(step)]) next.add(child)
    }
    layers.push(next)
  }
  return layers
}

function childrenOf({ literals, plain, dollar }: LevelNode): readonly LevelNode[] {
  return [plain, dollar, ...literals.values()]
}

function mapped(nodes: LevelNodes, node: LevelNode, image: (child: LevelNode) => LevelNode): LevelNode {
  const literals = new Map(Array.from(node.literals, ([level, child]) => [level, image(child)]))
  return nodes.node(false, literals, image(node.plain), image(node.dollar))
}

function under(nodes: LevelNodes, words: readonly string[], node: LevelNode): LevelNode {
  return words.reduceRight<LevelNode>(
    (below, word) => nodes.node(false, new Map([[word, below]]), nodes.none, nodes.none),
    node,
  )
}

/** The words of a filter before each of its wildcards, and those after the last one. */
function wordsBefore({ text }: TopicFilter): string[][] {
  const words: string[][] = [[]]
  for (const level of text.split('/')) {
    if (level === '+') words.push([])
    else if (level !== '#') words.at(-1)?.push(level)
  }
  return words
}
