/** Compares parts of two topologies: brokers, listeners, bridges. Where a part is written does not count. */

import type { Field, PartChange } from './plan.ts'

interface Named {
  readonly name: string
}

/** @param own properties that are compared elsewhere */
export function partChanges<Part extends Named>(
  before: readonly Part[],
  after: readonly Part[],
  own: readonly (keyof Part & string)[] = [],
): readonly PartChange[] {
  const old = new Map(before.map((part) => [part.name, part]))
  const now = new Map(after.map((part) => [part.name, part]))
  const names = [...new Set([...old.keys(), ...now.keys()])].sort()
  return names.flatMap((name): readonly PartChange[] => {
    const [was, is] = [old.get(name), now.get(name)]
    const fields = fieldChanges(was, is, own)
    if (was === undefined) return [{ name, change: 'added', fields }]
    if (is === undefined) return [{ name, change: 'removed', fields: [] }]
    return fields.length === 0 ? [] : [{ name, change: 'changed', fields }]
  })
}

export function fieldChanges(
  was: object = {},
  is: object = {},
  own: readonly string[] = [],
): readonly Field[] {
  const [before, after] = [fieldsOf(was, own), fieldsOf(is, own)]
  const items = [...new Set([...before.keys(), ...after.keys()])].sort()
  return items.flatMap((item) => {
    const [old, now] = [before.get(item), after.get(item)]
    if (old === now) return []
    return [
      { item, ...(old === undefined ? {} : { before: old }), ...(now === undefined ? {} : { after: now }) },
    ]
  })
}

/** Values by their place, as `tls.minVersion`. */
function fieldsOf(part: object, own: readonly string[]): ReadonlyMap<string, string> {
  const fields = new Map<string, string>()
  for (const [key, value] of Object.entries(part)) {
    if (key !== 'name' && !own.includes(key)) collect(key, value, fields)
  }
  return fields
}

function collect(item: string, value: unknown, fields: Map<string, string>): void {
  if (value === undefined || item === 'path' || item.endsWith('.path')) return
  if (Array.isArray(value)) {
    if (value.length > 0) fields.set(item, value.map(shown).join(', '))
  } else if (typeof value === 'object' && value !== null && !hasName(value)) {
    for (const [key, inner] of Object.entries(value)) collect(`${item}.${key}`, inner, fields)
  } else fields.set(item, shown(value))
}

/** What another part is known by. */
function hasName(value: object): value is Named {
  return 'name' in value && typeof value.name === 'string'
}

function shown(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value)
  if (hasName(value)) return value.name
  if ('text' in value && typeof value.text === 'string') return value.text
  return Object.entries(value)
    .filter(([key, inner]) => key !== 'path' && inner !== undefined)
    .map(([key, inner]) => `${key} ${shown(inner)}`)
    .join(' ')
}
