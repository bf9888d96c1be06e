import { prose } from '../../diagnostics/prose.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { CertificateDescription } from '../../pki/x509/read-certificate.ts'
import type { CheckRule } from '../check-subject.ts'
import { givenCertificates } from '../given-certificates.ts'

/** What OpenSSL's default security level on current systems accepts at least. */
const MIN_RSA_BITS = 2048

export const certificateWeak: CheckRule = {
  code: 'certificate-weak',
  severity: 'warning',
  summary: 'the certificate of an authority is too weak for current TLS libraries',
  explanation: prose`
    Current systems refuse RSA keys below 2048 bits and signatures with SHA-1 or MD5 ("ca md too weak", "ee key too
    small"), since both can be forged. A root's signature of itself is not looked at.

    Get a new certificate for the authority, with a stronger key or signature.
  `,
  *check({ topology }) {
    for (const { authority, certificate, path } of givenCertificates(topology)) {
      const weakness = weaknessOf(certificate)
      if (weakness === undefined) continue
      yield {
        message: `the certificate of authority ${quoted(authority.name)} ${weakness}`,
        at: { path },
        hint: 'get a new certificate with a stronger key or signature',
      }
    }
  },
}

function weaknessOf({
  publicKey,
  signatureAlgorithm,
  selfSigned,
}: CertificateDescription): string | undefined {
  const bits = Number(/^rsa(\d+)$/.exec(publicKey.algorithm)?.[1] ?? MIN_RSA_BITS)
  if (bits < MIN_RSA_BITS) return `has an RSA key of ${bits} bits`
  if (selfSigned || !/sha-?1(?!\d)|md[245]/i.test(signatureAlgorithm)) return undefined
  return `is signed with ${quoted(signatureAlgorithm)}`
}
