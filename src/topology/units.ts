/** Durations (`90d`) and sizes (`2MB`) of the spec language as numbers. */

const SECONDS: Readonly<Record<string, number>> = {
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 7 * 86_400,
  y: 365 * 86_400,
}

const BYTES: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1000,
  MB: 1000 ** 2,
  GB: 1000 ** 3,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
}

/**
 * Seconds of a duration: exact up to `Number.MAX_SAFE_INTEGER`, above it only certainly greater.
 *
 * @throws RangeError if `text` is not a whole number with a unit; the schema refuses that first.
 */
export function parseDuration(text: string): number {
  return parseQuantity(text, SECONDS)
}

/**
 * Bytes of a size, as exact as {@link parseDuration}.
 *
 * @throws RangeError if `text` is not a whole number with a unit; the schema refuses that first.
 */
export function parseSize(text: string): number {
  return parseQuantity(text, BYTES)
}

function parseQuantity(text: string, units: Readonly<Record<string, number>>): number {
  const [, digits, unit = ''] = /^([0-9]+)([A-Za-z]+)$/.exec(text) ?? []
  const factor = Object.hasOwn(units, unit) ? units[unit] : undefined
  if (digits === undefined || factor === undefined)
    throw new RangeError(`${JSON.stringify(text)} has no known unit`)
  return Number(digits) * factor
}
