import { prose } from '../../../diagnostics/prose.ts'
import { quoted } from '../../../diagnostics/quoted.ts'
import { lineOf } from '../../../topology/authority.ts'
import type { MosquittoRule } from '../mosquitto-subject.ts'

export const authorityRevocationIgnored: MosquittoRule = {
  code: 'authority-revocation-ignored',
  severity: 'warning',
  summary: 'Mosquitto looks at the revocation of client certificates, and not of authorities',
  explanation: prose`
    Mosquitto asks revocation lists about the certificate of a client alone (\`X509_V_FLAG_CRL_CHECK\`). That an authority
    between it and the root is revoked has no effect: all that it issued is still let in. This authority issues for
    no client itself, so whatever its list revokes is another authority's.

    Revoke the certificates that the lost authority issued, or replace the root.
  `,
  *check({ topology: { authorities, profiles, brokers } }) {
    const trusted = brokers.flatMap(({ listeners }) =>
      listeners.flatMap(({ tls }) => (tls?.kind === 'certificate' && tls.crl ? tls.trust : [])),
    )
    for (const authority of lineOf(trusted, authorities)) {
      const [revocation] = authority.revoked
      const issuesLeaves = profiles.some(({ issuer }) => issuer === authority)
      const issuesAuthorities = authorities.some(({ issuer }) => issuer === authority)
      if (revocation === undefined || issuesLeaves || !issuesAuthorities) continue
      yield {
        message: `Mosquitto does not see that authority ${quoted(authority.name)} revoked another authority`,
        at: { path: revocation.path },
        hint: 'revoke the certificates that the lost authority issued, or replace the root',
      }
    }
  },
}
