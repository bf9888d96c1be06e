/** Runs the JSON Schema over a spec's value, and reduces what ajv says to one error for each fault. */

import type { ErrorObject, ValidateFunction } from 'ajv'
import type { SpecPath } from '../../diagnostics/diagnostic.ts'
import { lazyPackage } from '../../files/lazy-package.ts'
import type { PlainValue } from '../tree/plain-value.ts'
import { readyGate } from './ready-gate.ts'
import type { Schema } from './schema.ts'
import { rootSchema } from './walk-schema.ts'

/** One violated keyword of the schema. */
export interface ShapeError {
  readonly path: SpecPath
  readonly keyword: string
  readonly params: Readonly<Record<string, unknown>>
  /** The schema that has the keyword. */
  readonly schema: Schema
}

/** How ajv takes the schema, here and for the gate. A test checks the schema itself, so that not every start does. */
export const SCHEMA_OPTIONS = {
  strict: false,
  meta: false,
  validateSchema: false,
} as const

const ajv = lazyPackage<typeof import('ajv')>('ajv')

let compiled: ValidateFunction | undefined

export function shapeErrors(value: PlainValue): readonly ShapeError[] {
  if (readyGate?.(value) === true) return []
  compiled ??= compiledSchema()
  if (compiled(value)) return []
  const errors = (compiled.errors ?? []).filter(({ propertyName }) => propertyName === undefined)
  return onePerPlace(withBestBranch(errors).map((error) => shapeError(value, error)))
}

function compiledSchema(): ValidateFunction {
  const { Ajv } = ajv()
  const options = { ...SCHEMA_OPTIONS, allErrors: true, verbose: true, code: { optimize: false } }
  return new Ajv(options).compile(rootSchema)
}

function shapeError(
  value: PlainValue,
  { instancePath, keyword, params, parentSchema }: ErrorObject,
): ShapeError {
  return { path: pathOf(value, instancePath), keyword, params, schema: parentSchema as Schema }
}

/** Of a choice (`anyOf`), keeps what is said about the branch whose type fits; the choice itself where none does. */
function withBestBranch(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const choices = new Set(errors.filter(({ keyword }) => keyword === 'anyOf').map(placeOf))
  const fitting = new Set<string>()
  for (const error of errors) {
    const choice = choiceAround(error, choices)
    if (choice !== undefined && !isOfBranches(error, choice)) fitting.add(choice)
  }
  return errors.filter((error) => {
    const choice = choiceAround(error, choices)
    if (choice === undefined) return true
    return fitting.has(choice) ? !isOfBranches(error, choice) : error.keyword === 'anyOf'
  })
}

function placeOf({ instancePath }: ErrorObject): string {
  return instancePath
}

/** The choice that the place of an error is or stands in. */
function choiceAround({ instancePath }: ErrorObject, choices: ReadonlySet<string>): string | undefined {
  if (choices.size === 0) return undefined
  for (let place = instancePath; place !== ''; place = place.slice(0, place.lastIndexOf('/'))) {
    if (choices.has(place)) return place
  }
  return undefined
}

/** True for what is said about the type alone. */
function isOfBranches({ instancePath, keyword }: ErrorObject, choice: string): boolean {
  return instancePath === choice && (keyword === 'type' || keyword === 'anyOf')
}

const BY_WEIGHT = ['type', 'anyOf', 'enum', 'const']

/** A value of the wrong type violates other keywords too; those would repeat the fault. */
function onePerPlace(errors: readonly ShapeError[]): readonly ShapeError[] {
  const heaviest = new Map<string, string>()
  for (const { path, keyword } of errors) {
    const key = JSON.stringify(path)
    if (weight(keyword) < weight(heaviest.get(key) ?? '')) heaviest.set(key, keyword)
  }
  const seen = new Set<string>()
  return errors.filter(({ path, keyword, params }) => {
    const key = JSON.stringify(path)
    const heavy = heaviest.get(key)
    if (heavy !== undefined && heavy !== keyword) return false
    const id = `${key} ${keyword} ${JSON.stringify(params)}`
    return !seen.has(id) && seen.add(id)
  })
}

function weight(keyword: string): number {
  const i = BY_WEIGHT.indexOf(keyword)
  return i < 0 ? BY_WEIGHT.length : i
}

/** From ajv's JSON pointer (RFC 6901) to steps; those into lists become numbers. */
function pathOf(value: PlainValue, pointer: string): SpecPath {
  const path: (string | number)[] = []
  let inner: PlainValue | undefined = value
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
    const step: string | number = Array.isArray(inner) ? Number(key) : key
    path.push(step)
    inner = child(inner, step)
  }
  return path
}

function child(value: PlainValue | undefined, step: string | number): PlainValue | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  return (value as Readonly<Record<string | number, PlainValue>>)[step]
}
