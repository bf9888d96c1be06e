/** Holds a value against a schema: the keywords of JSON Schema (draft 7) that the spec's schema uses, and no others. */

import { isDeepStrictEqual } from 'node:util'
import type { SpecPath } from '../../diagnostics/diagnostic.ts'
import type { PlainValue } from '../tree/plain-value.ts'
import type { Schema } from './schema.ts'
import { resolved } from './walk-schema.ts'

/** One violated keyword. */
export interface Violation {
  readonly path: SpecPath
  readonly keyword: keyof Schema
  /** `additionalProperty`, `missingProperty`, `propertyName`; for items that are the same, `i` and `j`. */
  readonly params: Readonly<Record<string, string | number>>
  /** The schema that has the keyword. */
  readonly schema: Schema
}

type PlainMap = { readonly [key: string]: PlainValue }

/** Where the walk is, and what it has found. */
interface Walk {
  readonly path: (string | number)[]
  readonly found: Violation[]
}

/** All of them; where no branch of a choice fits, those of each branch too. */
export function violations(value: PlainValue, schema: Schema): readonly Violation[] {
  const walk: Walk = { path: [], found: [] }
  hold(walk, value, schema)
  return walk.found
}

function report(
  { path, found }: Walk,
  schema: Schema,
  keyword: Violation['keyword'],
  params: Violation['params'] = {},
): void {
  found.push({ path: [...path], keyword, params, schema })
}

function visit(walk: Walk, step: string | number, value: PlainValue, schema: Schema): void {
  walk.path.push(step)
  hold(walk, value, schema)
  walk.path.pop()
}

function hold(walk: Walk, value: PlainValue, given: Schema): void {
  const schema = resolved(given)
  if (!isOfTypes(value, schema.type)) report(walk, schema, 'type')
  if (schema.const !== undefined && value !== schema.const) report(walk, schema, 'const')
  if (schema.enum !== undefined && !schema.enum.some((one) => one === value)) report(walk, schema, 'enum')
  if (schema.anyOf !== undefined) holdChoice(walk, value, schema, schema.anyOf)
  if (typeof value === 'number') holdNumber(walk, value, schema)
  else if (typeof value === 'string') holdText(walk, value, schema)
  else if (isList(value)) holdList(walk, value, schema)
  else if (typeof value === 'object' && value !== null) holdMap(walk, value, schema)
}

function isOfTypes(value: PlainValue, types: Schema['type']): boolean {
  if (types === undefined) return true
  return typeof types === 'string' ? isOfType(value, types) : types.some((type) => isOfType(value, type))
}

function isOfType(value: PlainValue, type: string): boolean {
  switch (type) {
    case 'null':
      return value === null
    case 'array':
      return isList(value)
    case 'object':
      return typeof value === 'object' && value !== null && !isList(value)
    case 'integer':
      return typeof value === 'number' && Math.trunc(value) === value
    default:
      return typeof value === type
  }
}

function isList(value: PlainValue): value is readonly PlainValue[] {
  return Array.isArray(value)
}

function holdChoice(walk: Walk, value: PlainValue, schema: Schema, branches: readonly Schema[]): void {
  const ofBranches: Violation[] = []
  for (const branch of branches) {
    const found: Violation[] = []
    hold({ path: walk.path, found }, value, branch)
    if (found.length === 0) return
    for (const violation of found) ofBranches.push(violation)
  }
  for (const violation of ofBranches) walk.found.push(violation)
  report(walk, schema, 'anyOf')
}

/** Infinity is an integer that is too large, and what is no number is out of every range. */
function holdNumber(walk: Walk, value: number, schema: Schema): void {
  const { maximum, minimum } = schema
  if (maximum !== undefined && !(value <= maximum)) report(walk, schema, 'maximum')
  if (minimum !== undefined && !(value >= minimum)) report(walk, schema, 'minimum')
}

/** Lengths are those in characters of Unicode, of which some are two in JavaScript. */
function holdText(walk: Walk, value: string, schema: Schema): void {
  const { maxLength, minLength = 0, pattern } = schema
  if (maxLength !== undefined && value.length > maxLength && [...value].length > maxLength)
    report(walk, schema, 'maxLength')
  if (value.length < 2 * minLength && [...value].length < minLength) report(walk, schema, 'minLength')
  if (pattern !== undefined && !patternOf(pattern).test(value)) report(walk, schema, 'pattern')
}

const patterns = new Map<string, RegExp>()

function patternOf(text: string): RegExp {
  const pattern = patterns.get(text) ?? new RegExp(text, 'u')
  patterns.set(text, pattern)
  return pattern
}

function holdList(walk: Walk, value: readonly PlainValue[], schema: Schema): void {
  const { minItems = 0, uniqueItems = false, items } = schema
  if (value.length < minItems) report(walk, schema, 'minItems')
  if (items !== undefined) for (const [i, item] of value.entries()) visit(walk, i, item, items)
  const pair = uniqueItems ? equalItems(value) : undefined
  if (pair !== undefined) report(walk, schema, 'uniqueItems', pair)
}

/** The last item that stands before too, and where it stands before that. */
function equalItems(items: readonly PlainValue[]): { readonly i: number; readonly j: number } | undefined {
  const isPlain = items.every((item) => typeof item !== 'object')
  if (isPlain && new Set(items).size === items.length) return undefined // a long list takes no long time
  for (let i = items.length - 1; i > 0; i--) {
    for (let j = i - 1; j >= 0; j--) if (isDeepStrictEqual(items[i], items[j])) return { i, j }
  }
  return undefined
}

/** Keys that the schema does not name come before those that it names. */
function holdMap(walk: Walk, value: PlainMap, schema: Schema): void {
  const { properties = {} } = schema
  const keys = Object.keys(value)
  holdKeys(walk, keys, schema)
  for (const key of keys) if (!Object.hasOwn(properties, key)) holdAdditional(walk, key, value[key], schema)
  for (const key of Object.keys(properties)) holdProperty(walk, key, value[key], properties[key])
}

function holdAdditional(walk: Walk, key: string, value: PlainValue | undefined, schema: Schema): void {
  const { additionalProperties } = schema
  if (additionalProperties) holdProperty(walk, key, value, additionalProperties)
  else if (additionalProperties === false)
    report(walk, schema, 'additionalProperties', { additionalProperty: key })
}

function holdProperty(
  walk: Walk,
  key: string,
  value: PlainValue | undefined,
  schema: Schema | undefined,
): void {
  if (value !== undefined && schema !== undefined) visit(walk, key, value, schema)
}

function holdKeys(walk: Walk, keys: readonly string[], schema: Schema): void {
  const { maxProperties, minProperties = 0, required = [], propertyNames } = schema
  if (maxProperties !== undefined && keys.length > maxProperties) report(walk, schema, 'maxProperties')
  if (keys.length < minProperties) report(walk, schema, 'minProperties')
  for (const key of required)
    if (!keys.includes(key)) report(walk, schema, 'required', { missingProperty: key })
  const wrong =
    propertyNames === undefined ? [] : keys.filter((key) => violations(key, propertyNames).length > 0)
  for (const key of wrong) report(walk, schema, 'propertyNames', { propertyName: key })
}
