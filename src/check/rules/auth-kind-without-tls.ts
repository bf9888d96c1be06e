import { prose } from '../../diagnostics/prose.ts'
import type { CheckRule } from '../check-subject.ts'
import { listenersOf } from '../listeners-of.ts'

/** What the TLS of a listener must be for a kind of authentication that rests on it. */
const NEEDS = { certificate: 'a certificate (tls.profile)', psk: 'pre-shared keys (tls.psk)' } as const

export const authKindWithoutTls: CheckRule = {
  code: 'auth-kind-without-tls',
  severity: 'error',
  summary: 'a listener authenticates by TLS but has no TLS of that kind',
  explanation: prose`
    Client certificates and pre-shared keys are checked in the TLS handshake. A listener with \`certificate\` in
    \`auth\` therefore needs \`tls: { profile: … }\`, and one with \`psk\` needs \`tls: { psk: {} }\`. A TLS listener
    does one or the other.

    Give the listener that kind of \`tls\`, or split it into two listeners.
  `,
  *check({ topology }) {
    for (const { broker, listener } of listenersOf(topology)) {
      for (const kind of listener.auth) {
        if (kind === 'password' || kind === 'anonymous' || listener.tls?.kind === kind) continue
        const has = listener.tls === undefined ? 'has no TLS' : 'has TLS of another kind'
        yield {
          message: `listener "${listener.name}" of broker "${broker.name}" has "${kind}" in its auth but ${has}`,
          at: { path: [...listener.path, 'auth'] },
          hint: `give the listener TLS with ${NEEDS[kind]}, or remove "${kind}" from its auth`,
        }
      }
    }
  },
}
