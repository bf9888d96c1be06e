/** Durations and sizes of a spec, held against the bounds of the setting that has them. */

import type { SpecPath } from '../diagnostics/diagnostic.ts'
import { quoted } from '../diagnostics/quoted.ts'
import { valueOutOfRange } from './codes/value-codes.ts'
import type { Resolution } from './resolution.ts'
import { parseDuration, parseSize } from './units.ts'

/** Bounds of a setting as one would write them: `{ min: '5s', max: '65535s' }`. Both may be reached. */
export interface Bounds {
  readonly min?: string
  readonly max?: string
}

/** Beyond this nobody means it, and dates run out of digits (RFC 5280 4.1.2.5). */
const LONGEST_DURATION = '1000y'
const LARGEST_SIZE = '1000000GB'

/** Seconds; `undefined` where `text` is, or where it is out of bounds, which is reported. */
export function resolveDuration(
  resolution: Resolution,
  text: string | undefined,
  path: SpecPath,
  { min = '0s', max = LONGEST_DURATION }: Bounds = {},
): number | undefined {
  return resolveQuantity(resolution, text, path, { min, max }, parseDuration)
}

/** Bytes; `undefined` where `text` is, or where it is out of bounds, which is reported. */
export function resolveSize(
  resolution: Resolution,
  text: string | undefined,
  path: SpecPath,
  { min = '0B', max = LARGEST_SIZE }: Bounds = {},
): number | undefined {
  return resolveQuantity(resolution, text, path, { min, max }, parseSize)
}

function resolveQuantity(
  { report }: Resolution,
  text: string | undefined,
  path: SpecPath,
  { min, max }: Required<Bounds>,
  parse: (text: string) => number,
): number | undefined {
  if (text === undefined) return undefined
  const value = parse(text)
  if (value >= parse(min) && value <= parse(max)) return value
  const message =
    value < parse(min) ? `${quoted(text)} is less than ${min}` : `${quoted(text)} is more than ${max}`
  report(valueOutOfRange, { message, at: { path } })
  return undefined
}

/**
 * How long before the end something is renewed: as written, where that is shorter than its life, else
 * `fraction` of its life.
 */
export function resolveRenewBefore(
  resolution: Resolution,
  text: string | undefined,
  path: SpecPath,
  life: { readonly seconds: number; readonly name: string },
  fraction: number,
): number {
  const seconds = resolveDuration(resolution, text, path)
  if (seconds !== undefined && seconds < life.seconds) return seconds
  if (seconds !== undefined) {
    resolution.report(valueOutOfRange, {
      message: `${quoted(text ?? '')} is not shorter than the ${life.name}, so it would be renewed at once, for ever`,
      at: { path },
    })
  }
  return Math.floor(life.seconds * fraction)
}
