/** Finds the schema of a place in a spec. */

import type { SpecPath } from '../../diagnostics/diagnostic.ts'
import { topologySchema } from '../generated/schema.ts'
import type { Node } from '../tree/node.ts'
import { mapChildren } from '../tree/node.ts'
import type { Schema } from './schema.ts'

export const rootSchema: Schema = topologySchema

/** A shared definition of the schema by its name. */
export function definition(name: string): Schema {
  const schema = rootSchema.definitions?.[name]
  if (schema === undefined) throw new Error(`the schema has no definition "${name}"`)
  return schema
}

/** The schema itself, or the definition that it refers to. */
export function resolved(schema: Schema): Schema {
  return schema.$ref === undefined ? schema : definition(schema.$ref.slice('#/definitions/'.length))
}

const environment = definition('environment')

/**
 * The schema of what stands under one step; `undefined` when nothing may. Inside an environment these are the
 * schemas of the spec that it patches.
 */
export function childSchema(parent: Schema, step: string | number): Schema | undefined {
  const own = ownChildSchema(parent, step)
  const patched = parent === environment && step !== 'protect' ? ownChildSchema(rootSchema, step) : undefined
  return own === undefined ? undefined : (patched ?? own)
}

function ownChildSchema(parent: Schema, step: string | number): Schema | undefined {
  if (parent.anyOf !== undefined) {
    return parent.anyOf
      .map((branch) => childSchema(resolved(branch), step))
      .find((found) => found !== undefined)
  }
  const child =
    typeof step === 'number'
      ? parent.items
      : (property(parent, step) ?? (parent.additionalProperties || undefined))
  return child === undefined ? undefined : resolved(child)
}

function property({ properties }: Schema, key: string): Schema | undefined {
  return properties !== undefined && Object.hasOwn(properties, key) ? properties[key] : undefined
}

/** The schemas from the root to `path`, both included; ends early where the schema knows no such place. */
export function schemaTrail(path: SpecPath): readonly Schema[] {
  const trail = [rootSchema]
  for (const step of path) {
    const schema = childSchema(trail.at(-1) ?? rootSchema, step)
    if (schema === undefined) break
    trail.push(schema)
  }
  return trail
}

/** Replaces every node of a spec for which the schema has `wanted`. */
export function replaceBySchema(
  node: Node,
  wanted: Schema,
  replace: (node: Node) => Node,
  schema: Schema = rootSchema,
): Node {
  if (schema === wanted) return replace(node)
  return mapChildren(node, (child, step) => {
    const inner = childSchema(schema, step)
    return inner === undefined ? child : replaceBySchema(child, wanted, replace, inner)
  })
}

/** The same for the texts of a plain value. */
export function replaceTexts(
  value: unknown,
  wanted: Schema,
  replace: (text: string) => string,
  schema: Schema = rootSchema,
): unknown {
  if (schema === wanted) return typeof value === 'string' ? replace(value) : value
  const replaced = (part: unknown, step: string | number) => {
    const inner = childSchema(schema, step)
    return inner === undefined ? part : replaceTexts(part, wanted, replace, inner)
  }
  if (Array.isArray(value)) return value.map(replaced)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, replaced(part, key)]))
}
