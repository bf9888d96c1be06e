import { prose } from '../../diagnostics/prose.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import { chainOf } from '../../topology/authority.ts'
import type { CheckRule } from '../check-subject.ts'
import { listenersOf } from '../listeners-of.ts'

export const revokedWithoutCrl: CheckRule = {
  code: 'revoked-without-crl',
  severity: 'warning',
  summary: 'a listener accepts certificates that are revoked',
  explanation: prose`
    Revoking a certificate puts it on the revocation list of its authority. A listener looks at the list only with
    \`tls.crl: true\`; without it the lost or stolen device goes on connecting.

    Set \`crl: true\` for every listener that trusts the authority.
  `,
  *check({ topology }) {
    for (const { broker, listener } of listenersOf(topology)) {
      const { tls, path } = listener
      if (tls?.kind !== 'certificate' || tls.clientAuth === 'none' || tls.crl) continue
      const trusted = new Set(tls.trust)
      const authority = topology.authorities.find(
        (authority) => authority.revoked.length > 0 && chainOf(authority).some((above) => trusted.has(above)),
      )
      if (authority === undefined) continue
      yield {
        message: `listener "${listener.name}" of broker "${broker.name}" accepts the revoked certificates of authority ${quoted(authority.name)}`,
        at: { path: [...path, 'tls'] },
        related: [{ at: { path: [...authority.path, 'revoked'] }, message: 'they are revoked here' }],
        hint: 'set "crl: true" in the listener\'s tls',
      }
    }
  },
}
