import type { Resolution } from '../resolution.ts'

/** A part of `pki` by name, with what mqttopia puts where the spec has nothing of that name. */
export interface Filled<T> {
  readonly specs: ReadonlyMap<string, T>
  /** The names that stand in the spec. */
  readonly written: ReadonlySet<string>
}

/**
 * Adds `defaults` to what is written. A name whose definition was wrong stays free: its author will mend it.
 *
 * @param complete what is written under the name of a default, with what it leaves out.
 */
export function fillPart<T>(
  resolution: Resolution,
  part: 'authorities' | 'profiles',
  written: Readonly<Record<string, T>> = {},
  defaults: Readonly<Record<string, T>>,
  complete: (written: T, byDefault: T) => T,
): Filled<T> {
  const missing = Object.entries(defaults).filter(
    ([name]) => !Object.hasOwn(written, name) && !resolution.isDamaged(['pki', part, name]),
  )
  const completed = Object.entries(written).map(([name, spec]): [string, T] => {
    const byDefault = Object.hasOwn(defaults, name) ? defaults[name] : undefined
    return [name, byDefault === undefined ? spec : complete(spec, byDefault)]
  })
  return {
    specs: new Map([...missing, ...completed]),
    written: new Set(Object.keys(written)),
  }
}
