/** From YAML's syntax tree to a located tree: aliases resolved, keys made text, doubles found. */

import { isAlias, isCollection, isMap, isPair, isScalar, isSeq, type Pair, type Scalar } from 'yaml'
import { quoted } from '../../diagnostics/quoted.ts'
import type { SourceText, Span } from '../../diagnostics/source-text.ts'
import { tooDeep, yamlAlias, yamlKey, yamlTag } from '../codes/syntax-codes.ts'
import { EntryCollector } from '../tree/entry-collector.ts'
import type { Report } from '../tree/finding.ts'
import { hideLikelySecrets, mayHoldSecret } from '../tree/likely-secrets.ts'
import { type Entry, MAX_DEPTH, type MapNode, mapOf, type Node, type ScalarNode } from '../tree/node.ts'

/** Aliases may add this many values. */
const MAX_ALIASED = 100_000

/** The tree of a document without syntax errors; `undefined` when its aliases cannot be resolved. */
export function treeOfYaml(source: SourceText, contents: unknown, report: Report): Node | undefined {
  const builder = new TreeBuilder(source, report)
  const tree = builder.node(contents)
  return builder.isBroken ? undefined : tree
}

interface Extent {
  readonly values: number
  readonly depth: number
}

class TreeBuilder {
  readonly #source: SourceText
  readonly #report: Report
  readonly #anchors = new Map<string, Node>()
  readonly #extents = new WeakMap<Node, Extent>()
  #aliased = 0
  isBroken = false

  constructor(source: SourceText, report: Report) {
    this.#source = source
    this.#report = report
  }

  node(yaml: unknown): Node {
    if (isAlias(yaml)) return this.#alias(yaml.source, this.#span(yaml.range))
    const node = this.#measured(this.#value(yaml), yaml)
    if ((isScalar(yaml) || isCollection(yaml)) && yaml.anchor !== undefined)
      this.#anchors.set(yaml.anchor, node)
    return node
  }

  #value(yaml: unknown): Node {
    if (isMap(yaml)) return this.#map(yaml.items, this.#span(yaml.range))
    if (isSeq(yaml)) {
      return { kind: 'list', items: yaml.items.map((item) => this.node(item)), span: this.#span(yaml.range) }
    }
    return isScalar(yaml) ? this.#scalar(yaml) : { kind: 'scalar', value: null, span: this.#span(undefined) }
  }

  #scalar({ value, range, tag }: Scalar): ScalarNode {
    const span = this.#span(range)
    if (isScalarValue(value)) return { kind: 'scalar', value, span }
    const message = `${quoted(tag ?? 'this')} makes a value that specs do not have`
    this.isBroken = true
    this.#report(yamlTag, { message, at: { span }, hint: 'remove the tag' })
    return { kind: 'scalar', value: null, span }
  }

  #map(pairs: readonly unknown[], span: Span): MapNode {
    const entries = new EntryCollector(this.#report)
    const merged: [string, Entry][] = []
    for (const pair of pairs) {
      if (!isPair(pair)) continue
      const key = this.#key(pair)
      if (key === undefined) continue
      if (isMergeKey(pair)) merged.push(...this.#mergedEntries(pair.value, key.span))
      else entries.add(key.text, { keySpan: key.span, node: this.node(pair.value) })
    }
    return mapOf([...entries.list(), ...merged.filter(([key]) => !entries.has(key))], span)
  }

  /** The text of a key as written, so that `0007:` is not 7. */
  #key({ key, value }: Pair): { readonly text: string; readonly span: Span } | undefined {
    if (isAlias(key)) {
      const node = this.node(key)
      if (node.kind === 'scalar') return { text: String(node.value), span: this.#span(key.range) }
    }
    if (isScalar(key) && key.range != null && key.range[0] < key.range[1]) {
      const text = typeof key.value === 'string' ? key.value : (key.source ?? String(key.value))
      return { text, span: this.#span(key.range) }
    }
    this.#refuseKey(key, value)
    return undefined
  }

  #refuseKey(key: unknown, value: unknown): void {
    const empty = !isCollection(key)
    const range = isCollection(key) || isScalar(key) ? key.range : undefined
    const fallback = isCollection(value) || isScalar(value) ? value.range : undefined
    const span = empty ? this.#colonFrom(range ?? fallback) : this.#span(range ?? fallback)
    this.#report(yamlKey, {
      message: empty ? 'there is no key before the colon' : 'a list or map stands where a key is wanted',
      at: { span },
      hint: empty ? 'write a key' : 'put text with brackets or braces into quotes',
    })
  }

  #colonFrom(range: readonly [number, number, number] | null | undefined): Span {
    const from = range?.[1] ?? 0
    const colon = this.#source.text.indexOf(':', from)
    const start = colon < 0 ? from : colon
    return { source: this.#source, start, end: start + 1 }
  }

  #mergedEntries(yaml: unknown, at: Span): [string, Entry][] {
    const node = this.node(yaml)
    const maps = node.kind === 'list' ? node.items : [node]
    return maps.flatMap((map) => {
      if (map.kind === 'map') return [...map.entries]
      this.#break('"<<" takes over the entries of a map, and this is none', at)
      return []
    })
  }

  #alias(name: string, span: Span): Node {
    const node = this.#anchors.get(name)
    this.#aliased += (node === undefined ? undefined : this.#extents.get(node)?.values) ?? 1
    if (node === undefined) {
      this.#breakUnknownAlias(name, span)
    } else if (this.#aliased <= MAX_ALIASED) {
      return node
    } else if (!this.isBroken) {
      this.#break('aliases repeat more than 100,000 values', span)
    }
    return { kind: 'scalar', value: null, span }
  }

  #breakUnknownAlias(name: string, span: Span): void {
    const { source, start } = span
    const { line, column } = source.position(start)
    if (mayHoldSecret(source.lineText(line).slice(0, column - 1))) {
      hideLikelySecrets(source)
      this.#break('no value above is marked with the name of this alias', span)
    } else {
      const hint = `to mean the text ${quoted(`*${name}`)}, put it into quotes; the wildcards of MQTT are "+" and "#"`
      this.#break(`no value above is marked with ${quoted(`&${name}`)}`, span, hint)
    }
  }

  /** Keeps how large a node is with its aliases written out. */
  #measured(node: Node, yaml: unknown): Node {
    const children = node.kind === 'map' ? Array.from(node.entries.values(), (entry) => entry.node) : []
    const inner = (node.kind === 'list' ? node.items : children).map((child) => this.#extents.get(child))
    const depth = 1 + inner.reduce((most, extent) => Math.max(most, extent?.depth ?? 1), 0)
    const values = 1 + inner.reduce((sum, extent) => sum + (extent?.values ?? 1), 0)
    this.#extents.set(node, { values, depth })
    if (depth > MAX_DEPTH + 1 && isCollection(yaml) && !this.isBroken) {
      this.isBroken = true
      const message = `aliases nest lists and maps more than ${MAX_DEPTH} deep here`
      this.#report(tooDeep, { message, at: { span: this.#span(yaml.range) } })
    }
    return node
  }

  #break(message: string, span: Span, hint?: string): void {
    this.isBroken = true
    this.#report(yamlAlias, { message, at: { span }, ...(hint === undefined ? {} : { hint }) })
  }

  /** Block maps and lists end behind their line break, which is no part of a place. */
  #span(range: readonly [number, number, number] | null | undefined): Span {
    const [start, end] = range ?? [0, 0]
    const written = this.#source.text.slice(start, end).trimEnd().length
    return { source: this.#source, start, end: start + written }
  }
}

function isScalarValue(value: unknown): value is ScalarNode['value'] {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value)
}

function isMergeKey({ key }: Pair): boolean {
  return isScalar(key) && key.value === '<<' && key.type === 'PLAIN'
}
