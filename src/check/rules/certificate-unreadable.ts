import { prose } from '../../diagnostics/prose.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { CheckRule } from '../check-subject.ts'
import { unreadableCertificates } from '../given-certificates.ts'

export const certificateUnreadable: CheckRule = {
  code: 'certificate-unreadable',
  severity: 'error',
  summary: 'the file of an authority holds no certificate that can be read',
  explanation: prose`
    \`certificate\` names a file in PEM: lines of base64 between \`-----BEGIN CERTIFICATE-----\` and
    \`-----END CERTIFICATE-----\`. A private key, a signing request or a PKCS#12 file is something else.

    Convert the file: \`openssl x509 -in FILE -out ca.pem\`, with \`-inform der\` for DER.
  `,
  *check({ topology }) {
    for (const { authority, problem, path } of unreadableCertificates(topology)) {
      yield {
        message: `the certificate of authority ${quoted(authority.name)} cannot be read: ${problem.message}`,
        at: { path },
        hint: problem.hint ?? 'give a certificate in PEM',
      }
    }
  },
}
