import { prose } from '../../diagnostics/prose.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { CheckRule } from '../check-subject.ts'
import { givenCertificates } from '../given-certificates.ts'

export const authorityKeyUnsupported: CheckRule = {
  code: 'authority-key-unsupported',
  severity: 'error',
  summary: 'mqttopia cannot sign with the key of an imported authority',
  explanation: prose`
    mqttopia signs with ECDSA keys on P-256 and P-384, RSA and Ed25519. An authority with another key can be trusted
    as \`external\`, but not issue anything here.

    Let the authority sign an intermediate with a supported key, and import that, or only trust it.
  `,
  *check({ topology }) {
    for (const { authority, certificate, path } of givenCertificates(topology)) {
      const { family, algorithm } = certificate.publicKey
      if (authority.source !== 'imported' || family !== 'other') continue
      yield {
        message: `authority ${quoted(authority.name)} has a key of a kind that mqttopia cannot sign with, ${quoted(algorithm)}`,
        at: { path },
        hint: 'let it sign an intermediate with an ECDSA, RSA or Ed25519 key',
      }
    }
  },
}
