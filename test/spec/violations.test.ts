/** Our reading of the JSON Schema against that of ajv: specs with values put in, taken out and exchanged. */

import { Ajv, type AnySchemaObject, type ErrorObject } from 'ajv'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { type Violation, violations } from '../../src/spec/shape/violations.ts'
import { rootSchema } from '../../src/spec/shape/walk-schema.ts'
import { FUZZED_SPECS } from '../fuzz/fuzzed-specs.ts'

const RUNS = Number(process.env.MQTTOPIA_RANDOM_VALUES ?? 1000)
const validate = new Ajv({ allErrors: true, verbose: true, strict: false }).compile(
  rootSchema as AnySchemaObject,
)

const key = fc.constantFrom(
  ...['name', 'at', 'port', 'auth', 'topic', 'qos', 'from', 'to', 'unless', 'forbid', 'tls', 'crl', 'usages'],
  ...[
    '__proto__',
    'constructor',
    'a b',
    '',
    'x'.repeat(64),
    'publish',
    'generate',
    'file',
    'env',
    'pki',
    'hub',
  ],
)
const scalar = fc.constantFrom<unknown>(
  ...[0, 1, 3, 5, -1, 1.5, 65_536, 1e300, Number.NaN, Number.POSITIVE_INFINITY, true, false, null],
  ...[
    '',
    'a',
    '1s',
    '10MB',
    'client auth',
    'same-device',
    'password',
    'user:x',
    '/etc',
    '😀'.repeat(64),
    '\ud800',
  ],
)
const junk: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: scalar },
  fc.array(scalar, { maxLength: 4 }),
  fc.constantFrom<unknown>(['psk', 'psk', 'psk'], [3, 4, 3], [{}, {}], 'x'.repeat(300)),
  fc.dictionary(key, scalar, { maxKeys: 3, noNullPrototype: false }),
  fc.constantFrom(...FUZZED_SPECS.map((text) => parse(text) as unknown)),
)
const edit = fc.record({
  steps: fc.array(fc.nat(), { maxLength: 7 }),
  key: fc.option(key),
  value: fc.option(junk),
})
const broken = fc
  .tuple(fc.constantFrom(...FUZZED_SPECS), fc.array(edit, { minLength: 1, maxLength: 4 }))
  .map(([text, edits]) => edits.reduce<unknown>(edited, parse(text)))

/** Walks down by the steps, and exchanges, adds or removes what is there. Maps have no prototype, as those of specs. */
function edited(value: unknown, { steps: [step, ...steps], key, value: put }: Edit): unknown {
  if (typeof value !== 'object' || value === null || step === undefined) return put ?? value
  const at = Array.isArray(value) ? step % (value.length + 1) : undefined
  const entries = Object.entries(value)
  const [name] = entries[step % (entries.length + 1)] ?? [key ?? 'more']
  const isLast = steps.length === 0
  const inner = (value as Record<string, unknown>)[at ?? name]
  const changed = isLast ? (put ?? undefined) : edited(inner, { steps, key, value: put })
  if (at !== undefined && Array.isArray(value))
    return value.toSpliced(at, 1, ...(changed === undefined ? [] : [changed]))
  const rest = new Map(entries).set(name, changed)
  return bare([...rest].filter(([, one]) => one !== undefined))
}

interface Edit {
  readonly steps: readonly number[]
  readonly key: string | null
  readonly value: unknown
}

function bare(entries: Iterable<readonly [string, unknown]>): object {
  return Object.assign(Object.create(null), Object.fromEntries(entries))
}

const KNOWN = ['additionalProperty', 'missingProperty', 'propertyName', 'i', 'j']

/** Keywords in ajv's order, and types apart: it says them sooner or later. */
function told<One extends { readonly keyword: string }>(found: readonly One[]) {
  return [
    found.filter(({ keyword }) => keyword !== 'type'),
    found.filter(({ keyword }) => keyword === 'type'),
  ]
}

const ofAjv = ({ instancePath, keyword, params, parentSchema }: ErrorObject) => ({
  place: instancePath,
  keyword,
  params: Object.fromEntries(Object.entries(params).filter(([name]) => KNOWN.includes(name))),
  schema: parentSchema,
})

const ofOurs = ({ path, keyword, params, schema }: Violation) => ({
  place: path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''),
  keyword,
  params: { ...params },
  schema,
})

test('what a spec violates is what ajv says', () => {
  fc.assert(
    fc.property(broken, (value) => {
      const isRight = validate(value)
      const errors = isRight ? [] : (validate.errors ?? [])
      const expected = errors.filter(({ propertyName }) => propertyName === undefined).map(ofAjv)
      const ours = violations(value as Parameters<typeof violations>[0], rootSchema).map(ofOurs)
      expect(told(ours)).toEqual(told(expected))
      for (const [i, list] of told(ours).entries())
        for (const [j, one] of list.entries())
          expect(one.schema === told(expected)[i]?.[j]?.schema).toBe(true)
    }),
    { numRuns: RUNS },
  )
})
