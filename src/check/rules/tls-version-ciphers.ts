import { prose } from '../../diagnostics/prose.ts'
import type { CheckRule } from '../check-subject.ts'
import { listenersOf } from '../listeners-of.ts'

export const tlsVersionCiphers: CheckRule = {
  code: 'tls-version-ciphers',
  severity: 'warning',
  summary: 'a listener chooses ciphers of TLS 1.2 but speaks TLS 1.3 only',
  explanation: prose`
    \`tls.ciphers\` is OpenSSL's list for TLS 1.2 and earlier; TLS 1.3 has its own few suites, all of them sound. With
    \`minVersion: "1.3"\` the list is never used.

    Remove \`ciphers\`, or allow TLS 1.2.
  `,
  *check({ topology }) {
    for (const { broker, listener } of listenersOf(topology)) {
      const { tls, path } = listener
      if (tls?.kind !== 'certificate' || tls.minVersion !== '1.3' || tls.ciphers === undefined) continue
      yield {
        message: `the ciphers of listener "${listener.name}" of broker "${broker.name}" are for TLS 1.2, which its minVersion rules out`,
        at: { path: [...path, 'tls', 'ciphers'] },
        related: [{ at: { path: [...path, 'tls', 'minVersion'] }, message: 'only TLS 1.3 is allowed here' }],
        hint: 'remove "ciphers", or set minVersion to "1.2"',
      }
    }
  },
}
