/** Until when a compile that changes nothing else would find the same. */

import { nextFinding } from '../../check/next-finding.ts'
import { renewalTime } from '../../pki/issuance/renewal-time.ts'
import type { PlanContext } from '../issuance/plan-certificates.ts'
import { listRenewals } from '../issuance/revocation-lists.ts'

/**
 * Milliseconds since 1970: the first time after `now` at which a wanted certificate or a list may be due, or a rule may
 * find what it does not find now. Rather too early than too late. Call it when everything has been issued.
 */
export function nextDueMs({ topology, wanted, store, now }: PlanContext): number {
  let due = nextFinding(topology, now)?.getTime() ?? Number.MAX_SAFE_INTEGER
  const consider = (ms: number) => {
    if (ms > now.getTime() && ms < due) due = ms
  }
  for (const request of wanted) {
    const issued = store.certificate(request.id)
    if (issued === undefined) continue // that of an authority which exists already: nothing renews it
    const validity = { notBefore: issued.notBefore, notAfter: issued.notAfter }
    const endMs = validity.notAfter.getTime()
    consider(renewalTime(request, validity).getTime())
    consider(endMs)
    consider(endMs - request.durationSeconds * 1000) // a new one would last longer from then on
  }
  for (const time of listRenewals(topology, store)) due = Math.min(due, time.getTime())
  return due
}
