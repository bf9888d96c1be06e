import { prose } from '../../diagnostics/prose.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { CheckRule } from '../check-subject.ts'
import { dayText } from '../duration-text.ts'
import { givenCertificates } from '../given-certificates.ts'

/** Time enough to get a new one from somebody else and to bring it to all brokers. */
const WARNING_DAYS = 60
const DAY_MS = 86_400_000
export const WARNING_MS = WARNING_DAYS * DAY_MS

export const certificateExpiresSoon: CheckRule = {
  code: 'certificate-expires-soon',
  severity: 'warning',
  summary: 'the certificate of an existing authority expires within 60 days',
  explanation: prose`
    mqttopia renews what it issued itself; the certificate of an imported or external authority comes from its owner.
    On the day it expires all its clients are locked out at once.

    Ask for a new certificate now. With the same key and name, what it signed stays valid.
  `,
  *check({ topology, now }) {
    for (const { authority, certificate, path } of givenCertificates(topology)) {
      const days = (certificate.notAfter.getTime() - now.getTime()) / DAY_MS
      if (days < 0 || days > WARNING_DAYS) continue
      yield {
        message: `the certificate of authority ${quoted(authority.name)} expires on ${dayText(certificate.notAfter)}`,
        at: { path },
        hint: 'ask its owner for a new one',
      }
    }
  },
}
