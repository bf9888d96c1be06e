/** Lines of mosquitto.conf as values (mosquitto.conf(5)). */

import { confText } from '../conf-text.ts'

export interface Setting {
  readonly key: string
  readonly value: string
}

/** Settings that belong together, under one comment. */
export interface Section {
  readonly title: string
  readonly settings: readonly Setting[]
}

/** One line; none where there is no value. */
export function setting(key: string, value: string | number | boolean | undefined): Setting[] {
  return value === undefined ? [] : [{ key, value: confText(String(value)) }]
}

/** A yes-or-no line, left out where it says what the engine does anyway. */
export function unless(key: string, byDefault: boolean, value: boolean): Setting[] {
  return value === byDefault ? [] : setting(key, value)
}
