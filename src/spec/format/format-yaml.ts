/** Canonical YAML: keys in order, strings quoted in one style, comments where they were. */

import {
  type Document,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type Pair,
  parseDocument,
  Scalar,
  visit,
  type YAMLMap,
} from 'yaml'
import type { Schema } from '../shape/schema.ts'
import { childSchema, rootSchema } from '../shape/walk-schema.ts'
import { YAML_OPTIONS } from '../yaml/parse-yaml.ts'
import { canonicalOrder } from './canonical-order.ts'

const LINE_WIDTH = 110

/** Strings that some reader, human or program, takes for something else. */
const MISTAKABLE = /[#+${}%@`"\\]|^(y|n|yes|no|on|off|~|null|true|false)$|^[-+]?[\d_]+([.:][\d_]*)?$/i

/** A comment beside an empty value can move twice before it rests. */
const MAX_ROUNDS = 4

/** Formats a text that parses without errors. */
export function formatYaml(text: string): string {
  let formatted = formatOnce(text)
  for (let round = 1, again = ''; round < MAX_ROUNDS && again !== formatted; round += 1) {
    again = formatted
    formatted = formatOnce(again)
  }
  return formatted
}

function formatOnce(text: string): string {
  const document = parseDocument(text, YAML_OPTIONS)
  let hasAlias = false
  visit(document, {
    Alias: () => {
      hasAlias = true
    },
    Scalar: (key, node) => quote(node, key === 'key'),
  })
  // An alias must stand behind its anchor, which another order could break.
  if (!hasAlias && isMap(document.contents)) {
    keepHead(document, document.contents)
    order(document.contents, rootSchema)
  }
  unfold(document.contents, 0, 0)
  return document.toString({ lineWidth: LINE_WIDTH, singleQuote: false })
}

/**
 * Flow collections that do not fit on their line, or hold comments, become blocks. A node begins in `column`; its keys or items stand at
 * `indent` if it is a block.
 */
function unfold(node: unknown, indent: number, column: number): void {
  if (!isCollection(node)) return
  const isMapping = isMap(node)
  const write = node.toString.bind(node)
  node.toString = (context, ...rest) =>
    write(context && { ...context, flowCollectionPadding: isMapping ? ' ' : '' }, ...rest)
  if (node.flow === true && (node.items.some(hasComment) || column + flatWidth(node) > LINE_WIDTH))
    node.flow = false
  for (const item of node.items) {
    if (!isPair(item)) unfold(item, indent + 2, indent + 2)
    else unfold(item.value, indent + 2, indent + flatWidth(item.key) + 2)
  }
}

/** Characters of a node on one line. */
function flatWidth(node: unknown): number {
  if (isScalar(node)) return String(node.value).length + (node.type === Scalar.QUOTE_DOUBLE ? 2 : 0)
  if (!isCollection(node)) return 0
  const widths = node.items.map((item) =>
    isPair(item) ? flatWidth(item.key) + 2 + flatWidth(item.value) : flatWidth(item),
  )
  return widths.reduce((sum, width) => sum + width + 2, isMap(node) ? 2 : 0)
}

function hasComment(node: unknown): boolean {
  if (isPair(node)) return hasComment(node.key) || hasComment(node.value)
  if (!isNode(node)) return false
  if (node.comment != null || node.commentBefore != null) return true
  return isCollection(node) && node.items.some(hasComment)
}

function quote(node: Scalar, isKey: boolean): void {
  if (typeof node.value === 'string' || isKey) delete node.tag
  if (isKey && typeof node.value !== 'string') node.value = node.source ?? String(node.value) // keys are texts
  if (typeof node.value !== 'string' || node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED') return
  node.type = !isKey && MISTAKABLE.test(node.value) ? Scalar.QUOTE_DOUBLE : Scalar.PLAIN
}

function order(map: YAMLMap, schema: Schema | undefined): void {
  const wanted = canonicalOrder(schema, map.items.map(keyOf))
  const pairs = new Map(map.items.map((pair) => [keyOf(pair), pair]))
  if (keyOf(map.items[0] ?? {}) !== (wanted[0] ?? '')) giveCommentToFirst(map)
  map.items = wanted.flatMap((key) => pairs.get(key) ?? [])
  const first = map.items[0]?.key
  if (isScalar(first)) first.spaceBefore = false
  for (const { key, value } of map.items)
    descend(value, schema && childSchema(schema, String(isScalar(key) ? key.value : key)))
}

/** A comment above the first key is kept with the map; when another key comes first, it goes with its own. */
function giveCommentToFirst(map: YAMLMap): void {
  const key = map.items[0]?.key
  if (!isScalar(key) || map.commentBefore == null) return
  key.commentBefore = [map.commentBefore, key.commentBefore].filter((comment) => comment != null).join('\n')
  map.commentBefore = null
}

function descend(value: unknown, schema: Schema | undefined): void {
  if (isMap(value)) order(value, schema)
  else if (isSeq(value))
    for (const item of value.items)
      descend(isPair(item) ? item.value : item, schema && childSchema(schema, 0))
}

/** What stands above the first key and a blank line belongs to the file, and stays there when the key moves. */
function keepHead(document: Document, map: YAMLMap): void {
  const first = map.items[0]?.key
  if (!isScalar(first)) return
  const comment = [map.commentBefore, first.commentBefore].filter((part) => part != null).join('\n')
  const moves = canonicalOrder(rootSchema, map.items.map(keyOf))[0] !== keyOf(map.items[0] ?? {})
  const cut = headLength(comment, moves)
  if (cut === 0) return
  map.commentBefore = null
  first.commentBefore = comment.slice(cut).replace(/^\n+/, '') || null
  document.commentBefore = [document.commentBefore, comment.slice(0, cut).replace(/\n+$/, '')]
    .filter((part) => part != null)
    .join('\n')
}

/** Up to the last blank line or, when the key below moves away, the line that names the schema to editors. */
function headLength(comment: string, moves: boolean): number {
  const blank = comment.lastIndexOf('\n\n')
  const modeline = moves ? (/^(.*\n)*? *yaml-language-server:.*(\n|$)/.exec(comment)?.[0].length ?? 0) : 0
  return Math.max(blank < 0 ? 0 : blank + 2, modeline)
}

function keyOf({ key }: Partial<Pair>): string {
  return String(isScalar(key) ? key.value : key)
}
