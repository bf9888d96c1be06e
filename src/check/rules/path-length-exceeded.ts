import { prose } from '../../diagnostics/prose.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import { type Authority, chainOf } from '../../topology/authority.ts'
import type { CheckRule } from '../check-subject.ts'
import { givenCertificates } from '../given-certificates.ts'

export const pathLengthExceeded: CheckRule = {
  code: 'path-length-exceeded',
  severity: 'error',
  summary: 'an authority stands deeper below another than that one allows',
  explanation: prose`
    \`pathLen\` says how many authorities may stand below one, one under the other (RFC 5280 4.2.1.9). Without it a root
    has no bound, and an intermediate may have none below it. A certificate beyond the bound is refused by all.

    Raise \`pathLen\` of the upper authority, or let a higher one be the issuer.
  `,
  *check({ topology }) {
    const given = new Map(
      givenCertificates(topology).map(({ authority, certificate }) => [authority, certificate.pathLen]),
    )
    const pathLenOf = (authority: Authority) =>
      given.has(authority) ? given.get(authority) : authority.pathLen
    for (const authority of topology.authorities) {
      const depth = chainOf(authority)
        .slice(1)
        .findIndex((above, between) => (pathLenOf(above) ?? Number.POSITIVE_INFINITY) <= between)
      const above = chainOf(authority)[depth + 1]
      if (depth === -1 || above === undefined) continue
      yield {
        message: `authority ${quoted(authority.name)} cannot stand below ${quoted(above.name)}, whose path length is ${pathLenOf(above)}`,
        at: { path: [...authority.path, 'issuer'] },
        related: [{ at: { path: above.path, on: 'key' }, message: 'the upper authority is here' }],
        hint: `raise pathLen of ${quoted(above.name)}, or choose another issuer`,
      }
    }
  },
}
