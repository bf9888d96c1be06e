/** When the rules of this folder next find something by the clock alone. */

import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import type { Topology } from '../topology/topology.ts'
import { givenCertificates } from './given-certificates.ts'
import { certificateExpiresSoon, WARNING_MS } from './rules/certificate-expires-soon.ts'
import { certificateNotValidNow } from './rules/certificate-not-valid-now.ts'
import { lifetimeBeyondIssuer } from './rules/lifetime-beyond-issuer.ts'
import { revokedInTheFuture } from './rules/revoked-in-the-future.ts'

/** What the clock has a say in. */
const rulesWithClock = [
  certificateExpiresSoon,
  certificateNotValidNow,
  lifetimeBeyondIssuer,
  revokedInTheFuture,
]

export function isByClock({ code }: Pick<Diagnostic, 'code'>): boolean {
  return rulesWithClock.some((rule) => rule.code === code)
}

/** The first time after `now`, or `undefined`. Given that they find nothing now. */
export function nextFinding(topology: Topology, now: Date): Date | undefined {
  const lives = [...topology.profiles, ...topology.authorities].map(
    ({ durationSeconds }) => durationSeconds * 1000,
  )
  const times = givenCertificates(topology).flatMap(({ certificate: { notBefore, notAfter } }) => {
    const endMs = notAfter.getTime()
    return [notBefore.getTime(), endMs, ...[WARNING_MS, ...lives].map((ms) => endMs - ms)]
  })
  const later = times.filter((ms) => ms > now.getTime())
  return later.length === 0 ? undefined : new Date(Math.min(...later))
}
