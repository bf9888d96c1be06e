/** Keys that are unknown, reserved, missing or too many. */

import type { SpecPath } from '../../diagnostics/diagnostic.ts'
import { didYouMean } from '../../diagnostics/did-you-mean.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import { badName, emptyList, missingKey, reservedKey, tooManyKeys, unknownKey } from '../codes/shape-codes.ts'
import { yamlColon } from '../codes/syntax-codes.ts'
import { alternatives } from '../tree/alternatives.ts'
import { hideScalars } from '../tree/hide-scalars.ts'
import { namesSecret } from '../tree/likely-secrets.ts'
import { childOf } from '../tree/node.ts'
import { placeOfKey } from '../tree/place.ts'
import { describePlace, thingIn } from './describe-place.ts'
import { nameHint } from './name-hint.ts'
import type { Schema } from './schema.ts'
import type { ShapeFault, Trouble } from './shape-fault.ts'
import { childSchema, definition, resolved } from './walk-schema.ts'

/** What later versions have room for, with the schema of the place. */
const RESERVED: readonly (readonly [Schema | undefined, readonly string[]])[] = [
  [resolved({ $ref: '#/definitions/environment' }), ['targets']],
  [definition('secret'), ['age', 'sops', 'store']],
  [childSchema(definition('secret'), 'generate'), ['store']],
]
const RESERVED_AT_ROOT = ['relays']

const HOLDS_SECRETS = ['secret', 'userAuth', 'bridgeAuth'].map(definition)

export function unknownKeyFault(trouble: Trouble): ShapeFault {
  const key = String(trouble.params.additionalProperty)
  const path = [...trouble.path, key]
  const node = childOf(trouble.node, key)
  const secretive = trouble.trail.some((schema) => HOLDS_SECRETS.includes(schema)) || namesSecret(key)
  if (secretive && node !== undefined) hideScalars(node)
  const at = placeOfKey(trouble.root, path)
  const owner = describePlace(trouble.path)
  if (isReserved(trouble, key)) {
    const message = `${quoted(key)} is reserved for a later version of mqttopia`
    return trouble.fault(reservedKey, { message, at, hint: 'remove it for now' }, path)
  }
  const glued = /^([\w.-]+):(\S+)$/.exec(key)
  if (glued !== null && node?.kind === 'scalar' && node.value === null) {
    const message = 'a space is missing behind the colon'
    return trouble.fault(
      yamlColon,
      { message, at, hint: `write ${quoted(`${glued[1]}: ${glued[2]}`)}` },
      path,
    )
  }
  const hint = unknownKeyHint(trouble.schema, key)
  const message = `${owner} has no key ${quoted(key)}`
  return trouble.fault(unknownKey, { message, at, ...(hint && { hint }) }, path)
}

function isReserved({ path, schema }: Trouble, key: string): boolean {
  if (path.length === 0) return RESERVED_AT_ROOT.includes(key)
  return RESERVED.some(([place, keys]) => place === schema && keys.includes(key))
}

const MAX_LISTED = 12

function unknownKeyHint(schema: Schema, key: string): string | undefined {
  const known = Object.keys(schema.properties ?? {}).filter((name) => name !== '$schema')
  const meant = meantKey(key, known)
  if (meant !== undefined) {
    return /\s/u.test(key) ? `write "${meant}", without the space around it` : `did you mean "${meant}"?`
  }
  const home = known.find((name) => Object.hasOwn(childSchema(schema, name)?.properties ?? {}, key))
  if (home !== undefined) return `move it under "${home}"`
  return known.length > MAX_LISTED ? undefined : `the keys here are ${alternatives(known, 'and')}`
}

function meantKey(key: string, known: readonly string[]): string | undefined {
  const bare = key.replace(/[\s\u00a0\u200b\ufeff:]+/gu, '')
  return known.find((name) => name === bare) ?? didYouMean(key, known)
}

/** The key that an unknown one of the same map was meant to be. */
export function isMeantBy(unknown: string, missing: string): boolean {
  return meantKey(unknown, [missing]) !== undefined
}

/** One fault for all that one map lacks. */
export function missingKeysFault(trouble: Trouble, keys: readonly string[]): ShapeFault {
  const message = `${trouble.subject} has no ${alternatives(keys.map(quoted), 'and')}`
  return trouble.atKey(missingKey, message, keys.map((key) => addHint(trouble.schema, key)).join('; '))
}

function addHint(schema: Schema, key: string): string {
  const written = schema.properties?.[key]
  const description = written?.description ?? (written && resolved(written).description) ?? ''
  const first = /^[^.]*/.exec(description)?.[0] ?? ''
  return `add "${key}": ${first.charAt(0).toLowerCase()}${first.slice(1)}`
}

export function badNameFault(trouble: Trouble): ShapeFault {
  const name = String(trouble.params.propertyName)
  const path: SpecPath = [...trouble.path, name]
  const message = `${quoted(name)} cannot be the name of a ${thingIn(trouble.path) ?? 'thing'}`
  return trouble.fault(badName, { message, at: placeOfKey(trouble.root, path), hint: nameHint(name) }, path)
}

/** `minProperties`. */
export function tooFewKeysFault(trouble: Trouble): ShapeFault {
  const known = Object.keys(trouble.schema.properties ?? {})
  const hint = known.length > 0 ? `write one of ${alternatives(known)}` : 'write at least one entry'
  return trouble.atKey(emptyList, `${trouble.subject} has no entries`, hint)
}

/** `maxProperties`: 1 in all places but one, where more cannot be written. */
export function tooManyKeysFault(trouble: Trouble): ShapeFault {
  const keys = trouble.node.kind === 'map' ? [...trouble.node.entries.keys()] : []
  const message = `${trouble.subject} has ${alternatives(keys.slice(0, MAX_LISTED).map(quoted), 'and')}, which exclude each other`
  return trouble.atKey(tooManyKeys, message, 'keep one of them')
}
