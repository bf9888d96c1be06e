/** Names places and values of a spec in messages. */

import type { SpecPath } from '../../diagnostics/diagnostic.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import { alternatives } from '../tree/alternatives.ts'
import { type Node, writtenText } from '../tree/node.ts'
import type { Schema } from './schema.ts'
import { resolved } from './walk-schema.ts'

/** What the entries of a map of named things are called. */
const THINGS: ReadonlyMap<string | number | undefined, string> = new Map([
  ['brokers', 'broker'],
  ['listeners', 'listener'],
  ['bridges', 'bridge'],
  ['roles', 'role'],
  ['groups', 'group'],
  ['users', 'user'],
  ['fleets', 'fleet'],
  ['bundles', 'bundle'],
  ['files', 'file'],
  ['environments', 'environment'],
  ['authorities', 'authority'],
  ['profiles', 'profile'],
  ['crl', 'revocation list of'],
])

/** `"port" of listener "mqtts"`, `item 2 of "publish" of user "alice"`, `user "alice"`, `"brokers"`, `the spec`. */
export function describePlace(path: SpecPath): string {
  if (path.length === 0) return 'the spec'
  const thing = nearestThing(path)
  const owner = thing === undefined ? '' : `${thing.kind} ${quoted(thing.name)}`
  const inside = path.slice(thing?.length ?? 0)
  if (inside.length === 0) return owner
  return [describeSteps(inside), owner].filter((part) => part !== '').join(' of ')
}

/** What the entry of a map of named things is called, such as `broker`. */
export function thingIn(section: SpecPath): string | undefined {
  return THINGS.get(section.at(-1))
}

function nearestThing(path: SpecPath) {
  let found: { readonly kind: string; readonly name: string; readonly length: number } | undefined
  for (let i = 0; i < path.length; i += 1) {
    const [kind, name] = [THINGS.get(path[i]), path[i + 1]]
    if (kind === undefined || typeof name !== 'string') continue
    i += 1
    found = { kind, name, length: i + 1 }
  }
  return found
}

function describeSteps(steps: SpecPath): string {
  const last = steps.at(-1)
  if (typeof last === 'string') return quoted(last)
  const list = steps.slice(0, -1)
  const item = `item ${Number(last) + 1}`
  return list.length === 0 ? item : `${item} of ${describeSteps(list)}`
}

/** `the number 5`, `the text "abc"`, `a list`. Not for secrets. */
export function describeValue(node: Node): string {
  if (node.kind === 'list') return 'a list'
  if (node.kind === 'map') return 'a map'
  if (node.value === null) return 'nothing'
  if (typeof node.value === 'string')
    return node.value === '' ? 'empty text' : `the text ${quoted(node.value)}`
  return typeof node.value === 'number' ? `the number ${writtenText(node).slice(0, 60)}` : String(node.value)
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  null: 'null',
}

/** What the schema wants in a place: `text`, `a whole number`, `text or a list`. */
export function describeWanted(schema: Schema): string {
  if (schema.enum !== undefined) return alternatives(schema.enum.map(String))
  if (schema.const !== undefined) return String(schema.const)
  return alternatives(wantedTypes(schema).map((type) => KINDS[type] ?? type))
}

/** JSON Schema's names of the types that a place takes. */
export function wantedTypes(schema: Schema): readonly string[] {
  if (schema.anyOf !== undefined) return schema.anyOf.flatMap((branch) => wantedTypes(resolved(branch)))
  if (schema.enum !== undefined) return [...new Set(schema.enum.map((value) => typeof value))]
  if (schema.type === undefined) return []
  return typeof schema.type === 'string' ? [schema.type] : schema.type
}
