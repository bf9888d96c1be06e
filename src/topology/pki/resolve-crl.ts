/** Revocation lists and what is on them. */

import type { SpecPath } from '../../diagnostics/diagnostic.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import { compareText } from '../../files/compare-text.ts'
import type { Revocation as SpecRevocation } from '../../spec/generated/spec.ts'
import type { Crl, Revocation } from '../authority.ts'
import { valueOutOfRange } from '../codes/value-codes.ts'
import { resolveDuration, resolveRenewBefore } from '../quantity.ts'
import type { Resolution } from '../resolution.ts'
import { parseDuration } from '../units.ts'
import { withoutUndefined } from '../without-undefined.ts'

/** Settings of an authority's list; without any, the defaults, which stand where the authority does. */
export function resolveCrl(resolution: Resolution, authority: string, authorityPath: SpecPath): Crl {
  const all = resolution.spec.pki?.crl ?? {}
  const spec = Object.hasOwn(all, authority) ? all[authority] : undefined
  const path = spec === undefined ? authorityPath : ['pki', 'crl', authority]
  const validitySeconds =
    resolveDuration(resolution, spec?.validity, [...path, 'validity'], { min: '1m' }) ?? parseDuration('30d')
  const life = { seconds: validitySeconds, name: 'validity of the list' }
  return withoutUndefined<Crl>({
    validitySeconds,
    renewBeforeSeconds: resolveRenewBefore(
      resolution,
      spec?.renewBefore,
      [...path, 'renewBefore'],
      life,
      1 / 2,
    ),
    url: spec?.url,
    path,
  })
}

/** Sorted by serial number; of one number the first that is written. */
export function resolveRevocations(
  resolution: Resolution,
  specs: readonly SpecRevocation[] = [],
  path: SpecPath,
): Revocation[] {
  const revocations = new Map<string, Revocation>()
  for (const [i, { serial: text, reason = 'unspecified', date }] of specs.entries()) {
    const serial = text.toLowerCase().replace(/^0+(?=.)/, '')
    if (revocations.has(serial)) continue
    const valid = date === undefined || isDate(date)
    if (!valid) reportDate(resolution, date, [...path, i, 'date'])
    revocations.set(
      serial,
      withoutUndefined<Revocation>({ serial, reason, date: valid ? date : undefined, path: [...path, i] }),
    )
  }
  return [...revocations.values()].sort((a, b) => compareText(a.serial, b.serial))
}

/** True for a day that a calendar has; `Date` would turn 30 February into 2 March. */
function isDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

function reportDate({ report }: Resolution, date: string, path: SpecPath): void {
  report(valueOutOfRange, { message: `no calendar has the day ${quoted(date)}`, at: { path } })
}
