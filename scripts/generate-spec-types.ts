/** Writes src/spec/generated/ (the spec's types, and the schema as a module) from the JSON Schema; `--check` only says whether it is fresh. */

import { readFileSync, writeFileSync } from 'node:fs'
import { compile, type JSONSchema } from 'json-schema-to-typescript'

const SCHEMA = new URL('../schemas/topology.schema.json', import.meta.url)
const FOLDER = new URL('../src/spec/generated/', import.meta.url)

/** Refers to definitions by type name, so that a property keeps its own description and its type stays one. */
function byTypeName(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(byTypeName)
  if (typeof value !== 'object' || value === null) return value
  const { $ref, ...rest } = value as Record<string, unknown>
  const mapped = Object.fromEntries(Object.entries(rest).map(([key, inner]) => [key, byTypeName(inner)]))
  return typeof $ref === 'string' ? { ...mapped, tsType: typeName($ref) } : mapped
}

function typeName(ref: string): string {
  const name = ref.slice(ref.lastIndexOf('/') + 1)
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`
}

const schema = byTypeName(JSON.parse(readFileSync(SCHEMA, 'utf8'))) as JSONSchema
const text = await compile(schema, 'Spec', {
  bannerComment: '/** Generated from schemas/topology.schema.json by `npm run generate`. Do not edit. */',
  additionalProperties: false,
  unreachableDefinitions: true,
  style: { semi: false, singleQuote: true },
})
const clean = text
  .replace(/\/\*\*\n \* This interface was referenced by[\s\S]*?\*\/\n/g, '')
  .replace(/\n \*\n \* This interface was referenced by[^\n]*\n \* via[^\n]*\n/g, '\n')

/** The schema itself, since Node 20 warns about every import of JSON. */
function schemaModule(): string {
  const json = JSON.stringify(JSON.parse(readFileSync(SCHEMA, 'utf8')), undefined, 2)
  return `/** Generated from schemas/topology.schema.json by \`npm run generate\`. Do not edit. */

import type { Schema } from '../shape/schema.ts'

export const topologySchema: Schema = ${json}
`
}

const outputs = new Map([
  ['spec.ts', clean],
  ['schema.ts', schemaModule()],
])

for (const [name, content] of outputs) {
  const file = new URL(name, FOLDER)
  if (!process.argv.includes('--check')) writeFileSync(file, content)
  else if (readFileSync(file, 'utf8') !== content) {
    process.stderr.write(`src/spec/generated/${name} is stale: run \`npm run generate\`\n`)
    process.exitCode = 1
  }
}
