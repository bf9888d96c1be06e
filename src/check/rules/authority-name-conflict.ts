import { prose } from '../../diagnostics/prose.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { Authority } from '../../topology/authority.ts'
import type { CheckRule } from '../check-subject.ts'

export const authorityNameConflict: CheckRule = {
  code: 'authority-name-conflict',
  severity: 'warning',
  summary: 'two authorities have the same common name',
  explanation: prose`
    A certificate names its issuer by the issuer's subject. With two authorities of the same name some TLS libraries
    take the first one they know, find that its key does not fit, and refuse the certificate.

    Give each authority a \`commonName\` of its own.
  `,
  *check({ topology: { authorities } }) {
    const earlier = new Map<string, Authority>()
    for (const authority of authorities) {
      const { name, commonName, source, path } = authority
      if (source !== 'generated') continue
      const other = earlier.get(commonName)
      earlier.set(commonName, other ?? authority)
      if (other === undefined) continue
      yield {
        message: `authorities ${quoted(other.name)} and ${quoted(name)} have the same common name, ${quoted(commonName)}`,
        at: { path: [...path, 'commonName'] },
        related: [{ at: { path: other.path, on: 'key' }, message: 'the other authority is here' }],
        hint: 'give each a common name of its own',
      }
    }
  },
}
