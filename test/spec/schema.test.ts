import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { topologySchema } from '../../src/spec/generated/schema.ts'
import { FORMS } from '../../src/spec/shape/format-faults.ts'
import type { Schema } from '../../src/spec/shape/schema.ts'
import { definition } from '../../src/spec/shape/walk-schema.ts'

const KEYWORDS = new Set([
  ...['$schema', '$id', '$ref', 'title', 'description', 'definitions', 'type', 'const', 'enum', 'pattern'],
  ...['minLength', 'maxLength', 'minimum', 'maximum', 'items', 'minItems', 'uniqueItems', 'properties'],
  ...['additionalProperties', 'propertyNames', 'required', 'minProperties', 'maxProperties', 'anyOf'],
])

describe('the schema', () => {
  test('is valid, also where ajv is strict', () => {
    const ajv = new Ajv({ strict: true, allowUnionTypes: true })
    expect(() => ajv.compile(topologySchema)).not.toThrow()
  })

  test('is the published one', () => {
    const file = new URL('../../schemas/topology.schema.json', import.meta.url)
    expect(topologySchema).toEqual(JSON.parse(readFileSync(file, 'utf8')))
  })

  test('uses the keywords that findings have words for', () => {
    const used = new Set(schemas(topologySchema).flatMap(({ schema }) => Object.keys(schema)))
    expect([...used].filter((keyword) => !KEYWORDS.has(keyword))).toEqual([])
  })

  test('says what every key is for', () => {
    const silent = schemas(topologySchema).filter(
      ({ schema, path }) =>
        path.at(-2) === 'properties' && schema.description === undefined && schema.$ref === undefined,
    )
    // An environment repeats the sections of the spec.
    expect(
      silent.filter(({ path }) => !path.includes('environment')).map(({ path }) => path.join('/')),
    ).toEqual([])
  })

  test('has words for every pattern', () => {
    const shared = ['name', 'duration', 'size', 'absolutePath', 'userSelector'].map(definition)
    const own = schemas(topologySchema).filter(
      ({ schema }) => schema.pattern !== undefined && !shared.includes(schema),
    )
    const keys = own.map(({ path }) => path.findLast((step) => step !== 'items'))
    expect(keys.filter((key) => key !== 'env' && FORMS[String(key)] === undefined)).toEqual([])
  })
})

interface Placed {
  readonly schema: Schema
  readonly path: readonly string[]
}

/** All schemas inside a schema, with the steps to them. */
function schemas(schema: Schema, path: readonly string[] = []): Placed[] {
  const { properties = {}, definitions = {}, items, additionalProperties, propertyNames, anyOf = [] } = schema
  const inner = [
    ...Object.entries(properties).map(([key, child]) => [child, ['properties', key]] as const),
    ...Object.entries(definitions).map(([key, child]) => [child, ['definitions', key]] as const),
    ...(items === undefined ? [] : [[items, ['items']] as const]),
    ...(additionalProperties ? [[additionalProperties, ['additionalProperties']] as const] : []),
    ...(propertyNames === undefined ? [] : [[propertyNames, ['propertyNames']] as const]),
    ...anyOf.map((branch, i) => [branch, ['anyOf', String(i)]] as const),
  ]
  return [{ schema, path }, ...inner.flatMap(([child, steps]) => schemas(child, [...path, ...steps]))]
}
