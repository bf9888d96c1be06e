import type { SpecPath } from '../../diagnostics/diagnostic.ts'
import { prose } from '../../diagnostics/prose.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { Finding } from '../../diagnostics/rule.ts'
import type { Authority } from '../../topology/authority.ts'
import type { CheckRule } from '../check-subject.ts'
import { dayText, durationText } from '../duration-text.ts'
import { type GivenCertificate, givenCertificates } from '../given-certificates.ts'

export const lifetimeBeyondIssuer: CheckRule = {
  code: 'lifetime-beyond-issuer',
  severity: 'warning',
  summary: 'a certificate is to live longer than the authority that signs it',
  explanation: prose`
    A certificate is worth nothing once its issuer has expired, so its life is cut to that of the issuer. It then
    ends earlier than \`duration\` says, and every certificate of the issuer ends on the same day.

    Shorten the \`duration\`, or give the issuer a longer one. An existing authority needs a new certificate.
  `,
  *check({ topology, now }) {
    const given = new Map(
      givenCertificates(topology).map((certificate) => [certificate.authority, certificate]),
    )
    const issued = [
      ...topology.profiles.map((profile) => ({ what: `profile ${quoted(profile.name)}`, ...profile })),
      ...topology.authorities
        .filter(({ source }) => source === 'generated')
        .map((authority) => ({ what: `authority ${quoted(authority.name)}`, ...authority })),
    ].filter(({ written }) => written)
    for (const { what, issuer, durationSeconds, path } of issued) {
      const end = issuer && endOf(issuer, given.get(issuer), now)
      if (end === undefined || durationSeconds <= end.seconds) continue
      yield beyond(`${what} has a duration of ${durationText(durationSeconds)}`, end, path)
    }
  },
}

interface IssuerEnd {
  readonly seconds: number
  readonly text: string
  readonly issuer: Authority
}

function endOf(issuer: Authority, given: GivenCertificate | undefined, now: Date): IssuerEnd | undefined {
  const name = quoted(issuer.name)
  if (given !== undefined) {
    const { notAfter } = given.certificate
    const seconds = (notAfter.getTime() - now.getTime()) / 1000
    // An expired authority has a finding of its own.
    return seconds > 0 ? { seconds, text: `${name} ends on ${dayText(notAfter)}`, issuer } : undefined
  }
  if (issuer.source !== 'generated') return undefined
  const seconds = issuer.durationSeconds
  return { seconds, text: `${name} has ${durationText(seconds)}`, issuer }
}

function beyond(what: string, { text, issuer }: IssuerEnd, path: SpecPath): Finding {
  return {
    message: `${what}, but its issuer ${text}`,
    at: { path: [...path, 'duration'] },
    related: [{ at: { path: issuer.path, on: 'key' }, message: 'the issuer is here' }],
    hint: 'shorten the duration, or give the issuer a longer life',
  }
}
