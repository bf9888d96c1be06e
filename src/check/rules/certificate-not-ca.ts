import { prose } from '../../diagnostics/prose.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { CertificateDescription } from '../../pki/x509/read-certificate.ts'
import type { CheckRule } from '../check-subject.ts'
import { givenCertificates } from '../given-certificates.ts'

export const certificateNotCa: CheckRule = {
  code: 'certificate-not-ca',
  severity: 'error',
  summary: 'the certificate of an authority is not one of an authority',
  explanation: prose`
    An authority's certificate says so: its basic constraints have \`CA:TRUE\`, and its key usage, where it has one,
    includes signing certificates (RFC 5280 4.2.1.3, 4.2.1.9). Without that TLS libraries refuse everything below
    it. Often the certificate of a server was taken from a file beside the right one.

    Name the file of the authority itself: \`openssl x509 -in FILE -noout -text\` shows what a file holds.
  `,
  *check({ topology }) {
    for (const { authority, certificate, path } of givenCertificates(topology)) {
      const problem = authorityProblem(certificate)
      if (problem === undefined) continue
      yield {
        message: `the certificate of authority ${quoted(authority.name)}, ${quoted(certificate.subject.text)}, ${problem}`,
        at: { path },
        hint: 'name the certificate of the authority itself',
      }
    }
  },
}

function authorityProblem({ isAuthority, keyUsage }: CertificateDescription): string | undefined {
  if (!isAuthority) return 'is not one of an authority'
  return keyUsage?.includes('keyCertSign') === false ? 'may not sign certificates' : undefined
}
