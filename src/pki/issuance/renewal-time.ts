/** When something with an end is due to be made anew. */

import type { Validity } from '../x509/certificate-time.ts'

/** A `renewBefore` as long as the life would renew at every run; a third is left then. */
export function renewalTime(
  { renewBeforeSeconds }: { readonly renewBeforeSeconds: number },
  { notBefore, notAfter }: Validity,
): Date {
  const lifetimeMs = notAfter.getTime() - notBefore.getTime()
  const wantedMs = renewBeforeSeconds * 1000
  return new Date(notAfter.getTime() - (wantedMs < lifetimeMs ? wantedMs : lifetimeMs / 3))
}
