/** Specs in JSON (RFC 8259). */

import { quoted } from '../../diagnostics/quoted.ts'
import type { SourceText, Span } from '../../diagnostics/source-text.ts'
import { emptyFile } from '../codes/file-codes.ts'
import { jsonSyntax, tooDeep } from '../codes/syntax-codes.ts'
import { EntryCollector } from '../tree/entry-collector.ts'
import { type Parsed, type Report, reporter } from '../tree/finding.ts'
import { hideLikelySecrets } from '../tree/likely-secrets.ts'
import { type ListNode, MAX_DEPTH, type MapNode, mapOf, type Node, type ScalarNode } from '../tree/node.ts'
import { JsonScanner, JsonSlip } from './json-scanner.ts'

/** The tree of the text; nothing behind the first slip is read. */
export function parseJson(source: SourceText): Parsed<Node> {
  const { diagnostics, report } = reporter()
  if (/^\s*$/.test(source.text)) {
    report(emptyFile, {
      message: `${quoted(source.name)} holds no spec`,
      at: { span: { source, start: 0, end: 0 } },
      hint: 'begin with { "mqttopia": 1 }',
    })
    return { diagnostics }
  }
  try {
    return { tree: new JsonParser(source, report).document(), diagnostics }
  } catch (slip) {
    if (!(slip instanceof JsonSlip)) throw slip
    hideLikelySecrets(source)
    const { message, start, end, hint } = slip
    report(slip.isDepth ? tooDeep : jsonSyntax, {
      message,
      at: { span: { source, start, end } },
      ...(hint === undefined ? {} : { hint }),
    })
    return { diagnostics }
  }
}

class JsonParser {
  readonly #scanner: JsonScanner
  readonly #source: SourceText
  readonly #report: Report
  #depth = 0

  constructor(source: SourceText, report: Report) {
    this.#source = source
    this.#report = report
    this.#scanner = new JsonScanner(source.text)
  }

  document(): Node {
    const node = this.#value()
    this.#scanner.end()
    return node
  }

  #value(): Node {
    const start = this.#scanner.next()
    const sign = this.#scanner.peek()
    if (sign === '{' || sign === '[') return this.#nested(start, sign)
    const value: ScalarNode['value'] = this.#scanner.scalar()
    return { kind: 'scalar', value, span: this.#spanFrom(start) }
  }

  #nested(start: number, sign: '{' | '['): Node {
    this.#depth += 1
    if (this.#depth > MAX_DEPTH) {
      throw new JsonSlip(`lists and objects are nested more than ${MAX_DEPTH} deep here`, start, start + 1, {
        isDepth: true,
      })
    }
    const node = sign === '{' ? this.#map(start) : this.#list(start)
    this.#depth -= 1
    return node
  }

  #map(start: number): MapNode {
    const entries = new EntryCollector(this.#report)
    this.#scanner.sequence('{', '}', () => {
      const keyStart = this.#scanner.next()
      const key = this.#scanner.key()
      const keySpan = this.#spanFrom(keyStart)
      this.#scanner.colon(key)
      entries.add(key, { keySpan, node: this.#value() })
    })
    return mapOf(entries.list(), this.#spanFrom(start))
  }

  #list(start: number): ListNode {
    const items: Node[] = []
    this.#scanner.sequence('[', ']', () => items.push(this.#value()))
    return { kind: 'list', items, span: this.#spanFrom(start) }
  }

  #spanFrom(start: number): Span {
    return { source: this.#source, start, end: this.#scanner.offset }
  }
}
