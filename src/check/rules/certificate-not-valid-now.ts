import { prose } from '../../diagnostics/prose.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { CheckRule } from '../check-subject.ts'
import { dayText } from '../duration-text.ts'
import { givenCertificates } from '../given-certificates.ts'

export const certificateNotValidNow: CheckRule = {
  code: 'certificate-not-valid-now',
  severity: 'error',
  summary: 'the certificate of an authority has expired, or is not valid yet',
  explanation: prose`
    Everything that an authority signed is refused outside of its own validity. No client with such a certificate
    can connect.

    Get a new certificate for the authority, or replace it in \`trust\` and \`issuer\`. If the day is wrong, set the
    clock of this machine.
  `,
  *check({ topology, now }) {
    for (const { authority, certificate, path } of givenCertificates(topology)) {
      const { notBefore, notAfter } = certificate
      if (notBefore <= now && now <= notAfter) continue
      const what =
        now < notBefore ? `is not valid before ${dayText(notBefore)}` : `expired on ${dayText(notAfter)}`
      yield {
        message: `the certificate of authority ${quoted(authority.name)} ${what}`,
        at: { path },
        hint: 'get a new certificate for it',
      }
    }
  },
}
