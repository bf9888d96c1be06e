/** Runs the JSON Schema over a spec's value, and reduces what it violates to one error for each fault. */

import type { SpecPath } from '../../diagnostics/diagnostic.ts'
import type { PlainValue } from '../tree/plain-value.ts'
import { type Violation, violations } from './violations.ts'
import { rootSchema } from './walk-schema.ts'

export type ShapeError = Violation

export function shapeErrors(value: PlainValue): readonly ShapeError[] {
  return onePerPlace(withBestBranch(violations(value, rootSchema)))
}

/** Of a choice (`anyOf`), keeps what is said about the branch whose type fits; the choice itself where none does. */
function withBestBranch(errors: readonly ShapeError[]): readonly ShapeError[] {
  const choices = new Set(
    errors.filter(({ keyword }) => keyword === 'anyOf').map(({ path }) => placeOf(path)),
  )
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

function placeOf(path: SpecPath): string {
  return JSON.stringify(path)
}

/** The choice that the place of an error is or stands in. */
function choiceAround({ path }: ShapeError, choices: ReadonlySet<string>): string | undefined {
  if (choices.size === 0) return undefined
  for (let length = path.length; length > 0; length -= 1) {
    const place = placeOf(path.slice(0, length))
    if (choices.has(place)) return place
  }
  return undefined
}

/** True for what is said about the type alone. */
function isOfBranches({ path, keyword }: ShapeError, choice: string): boolean {
  return (keyword === 'type' || keyword === 'anyOf') && placeOf(path) === choice
}

const BY_WEIGHT = ['type', 'anyOf', 'enum', 'const']

/** A value of the wrong type violates other keywords too; those would repeat the fault. */
function onePerPlace(errors: readonly ShapeError[]): readonly ShapeError[] {
  const heaviest = new Map<string, string>()
  for (const { path, keyword } of errors) {
    const key = placeOf(path)
    if (weight(keyword) < weight(heaviest.get(key) ?? '')) heaviest.set(key, keyword)
  }
  const seen = new Set<string>()
  return errors.filter(({ path, keyword, params }) => {
    const key = placeOf(path)
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
