/** What the effect of a changed certificate file depends on: who reads it, and whether lists of revocations are looked at. */

import { confParts } from './conf-changes.ts'

export interface ConfFacts {
  /** Values of `cafile` of listeners that have a `crlfile` and require certificates. */
  readonly checkedAuthorities: readonly string[]
  /** As `max_qos of listener mqtts`: limits that Mosquitto 2.0 forgets at a reload. */
  readonly forgottenLimits: readonly string[]
}

/** What these options are by default, and after a reload of 2.0. */
const FORGOTTEN: ReadonlyMap<string, string> = new Map([
  ['max_connections', '-1'],
  ['max_qos', '2'],
  ['max_topic_alias', '10'],
])

export function confFacts(conf: string): ConfFacts {
  const listeners = [...confParts(conf)].filter(([name]) => name.startsWith('listener '))
  return {
    checkedAuthorities: listeners.flatMap(([, options]) =>
      options.has('crlfile') && options.has('require_certificate') ? (options.get('cafile') ?? []) : [],
    ),
    forgottenLimits: listeners.flatMap(([name, options]) =>
      Array.from(FORGOTTEN)
        .filter(([option, byDefault]) => (options.get(option) ?? []).some((value) => value !== byDefault))
        .map(([option]) => `${option} of ${name}`),
    ),
  }
}
