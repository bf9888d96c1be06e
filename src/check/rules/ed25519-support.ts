import { prose } from '../../diagnostics/prose.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { CheckRule } from '../check-subject.ts'

export const ed25519Support: CheckRule = {
  code: 'ed25519-support',
  severity: 'info',
  summary: 'many TLS libraries cannot read Ed25519 certificates',
  explanation: prose`
    OpenSSL, GnuTLS, Go, Rust and Java from 15 on read Ed25519 certificates. mbedTLS, which most small devices use,
    and NSS, which Firefox uses, refuse any chain with one in it; of an authority this concerns everything below.

    Use ECDSA P-256, the default, unless you know all clients.
  `,
  *check({ topology: { authorities, profiles } }) {
    const named = [
      ...authorities.map((authority) => ({ what: `authority ${quoted(authority.name)}`, ...authority })),
      ...profiles.map((profile) => ({ what: `profile ${quoted(profile.name)}`, ...profile })),
    ]
    for (const { what, keyAlgorithm, path } of named) {
      if (keyAlgorithm !== 'ed25519') continue
      yield {
        message: `${what} has an Ed25519 key, which mbedTLS and NSS cannot read`,
        at: { path: [...path, 'privateKey'] },
        hint: 'use ECDSA unless you know all clients',
      }
    }
  },
}
