/** Canonical text of a spec, for `mqttopia fmt`: the same meaning in one order and one style. Works on one file alone. */

import { isDeepStrictEqual } from 'node:util'
import { type Diagnostic, isError, type Locate } from '../diagnostics/diagnostic.ts'
import { SourceText } from '../diagnostics/source-text.ts'
import { canonicalOrder } from './format/canonical-order.ts'
import { formatYaml } from './format/format-yaml.ts'
import { parseJson } from './json/parse-json.ts'
import { notAMap } from './shape/check-shape.ts'
import type { Schema } from './shape/schema.ts'
import { childSchema, rootSchema } from './shape/walk-schema.ts'
import { type PlainValue, plainValue } from './tree/plain-value.ts'
import { parseYaml } from './yaml/parse-yaml.ts'
import { yamlLexemes } from './yaml/yaml-tokens.ts'

export type FormattedSpec =
  | { readonly text: string }
  | { readonly diagnostics: readonly Diagnostic[]; readonly locate: Locate }

/** Formats the text of a YAML file, or of a JSON file where the name says so; or says why it cannot be read. */
export function formatSpec(text: string, name: string): FormattedSpec {
  const isJson = name.endsWith('.json')
  const { tree, diagnostics } = parse(text, name, isJson)
  // YAML takes almost any text for one long string, and would fold the lines of a table or a letter.
  const faults = tree === undefined || tree.kind === 'map' ? diagnostics : [...diagnostics, ...notAMap(tree)]
  if (tree === undefined || faults.some(isError)) {
    return { diagnostics: faults, locate: (place) => ('span' in place ? place.span : undefined) }
  }
  const value = plainValue(tree)
  const formatted = isJson
    ? `${JSON.stringify(inOrder(value, rootSchema), undefined, 2)}\n`
    : formatYaml(text)
  assertSameMeaning(value, formatted, name, isJson)
  if (!isJson) assertSameComments(text, formatted, name)
  return { text: formatted }
}

function parse(text: string, name: string, isJson: boolean) {
  const source = new SourceText(name, text)
  return isJson ? parseJson(source) : parseYaml(source)
}

function assertSameMeaning(before: PlainValue, text: string, name: string, isJson: boolean): void {
  const { tree } = parse(text, name, isJson)
  if (tree !== undefined && isDeepStrictEqual(plainValue(tree), before)) return
  throw new Error(`formatting ${name} would change its meaning; it was left as it is`)
}

function assertSameComments(before: string, after: string, name: string): void {
  if (isDeepStrictEqual(commentsOf(before), commentsOf(after))) return
  throw new Error(`formatting ${name} would lose a comment; it was left as it is`)
}

function commentsOf(text: string): readonly string[] {
  return yamlLexemes(text)
    .filter(({ type }) => type === 'comment')
    .map((comment) => comment.text.trimEnd())
    .sort()
}

function inOrder(value: PlainValue, schema: Schema | undefined): unknown {
  if (Array.isArray(value)) return value.map((item) => inOrder(item, schema && childSchema(schema, 0)))
  if (typeof value !== 'object' || value === null) return value
  const map = value as Readonly<Record<string, PlainValue>>
  const keys = canonicalOrder(schema, Object.keys(map))
  return Object.fromEntries(
    keys.map((key) => [key, inOrder(map[key] ?? null, schema && childSchema(schema, key))]),
  )
}
