import type { SpecPath } from '../../diagnostics/diagnostic.ts'
import { prose } from '../../diagnostics/prose.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import { isAscii } from '../../pki/x509/subject-names.ts'
import type { Topology } from '../../topology/topology.ts'
import type { CheckRule } from '../check-subject.ts'

interface CertificateText {
  readonly kind: 'name' | 'URI'
  readonly text: string
  readonly path: SpecPath
}

export const certificateTextInvalid: CheckRule = {
  code: 'certificate-text-invalid',
  severity: 'error',
  summary: 'a text cannot be written into a certificate',
  explanation: prose`
    Common names and organizations have no control characters. The \`url\` of a revocation list consists of visible
    ASCII characters (RFC 5280 4.2.1.6); others are written in percent encoding, such as \`%C3%A4\`.

    Correct the text.
  `,
  *check({ topology }) {
    for (const { kind, text, path } of certificateTexts(topology)) {
      if (kind === 'URI' ? isAscii(text) : !/^$|[\0-\x1f\x7f]|\p{Surrogate}/u.test(text)) continue
      yield {
        message: `${quoted(text)} cannot be a ${kind} in a certificate`,
        at: { path },
        hint: kind === 'URI' ? 'use visible ASCII characters only' : 'remove control characters',
      }
    }
  },
}

function* certificateTexts({ organization, authorities }: Topology): Generator<CertificateText> {
  yield { kind: 'name', text: organization, path: ['pki', 'organization'] }
  for (const { commonName, crl, path } of authorities) {
    yield { kind: 'name', text: commonName, path: [...path, 'commonName'] }
    if (crl.url !== undefined) yield { kind: 'URI', text: crl.url, path: [...crl.path, 'url'] }
  }
}
