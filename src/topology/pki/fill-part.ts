import type { Resolution } from '../resolution.ts'

/** A part of `pki` by name, with what mqttopia puts where the spec has nothing of that name. */
export interface Filled<T> {
  readonly specs: ReadonlyMap<string, T>
  /** The names that stand in the spec. */
  readonly written: ReadonlySet<string>
}

/** Adds `defaults` to what is written. A name whose definition was wrong stays free: its author will mend it. */
export function fillPart<T>(
  resolution: Resolution,
  part: 'authorities' | 'profiles',
  written: Readonly<Record<string, T>> = {},
  defaults: Readonly<Record<string, T>>,
): Filled<T> {
  const missing = Object.entries(defaults).filter(
    ([name]) => !Object.hasOwn(written, name) && !resolution.isDamaged(['pki', part, name]),
  )
  return {
    specs: new Map([...missing, ...Object.entries(written)]),
    written: new Set(Object.keys(written)),
  }
}
