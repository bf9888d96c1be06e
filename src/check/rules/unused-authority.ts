import { prose } from '../../diagnostics/prose.ts'
import { certificateUses } from '../certificate-uses.ts'
import type { CheckRule } from '../check-subject.ts'

export const unusedAuthority: CheckRule = {
  code: 'unused-authority',
  severity: 'warning',
  needsWhole: true,
  summary: 'an authority neither issues anything nor is trusted anywhere',
  explanation: prose`
    An authority serves as \`issuer\` of a profile or of another authority, or in the \`trust\` of a listener. One that
    does neither is a key to keep safe for nothing.

    Use it, or remove it.
  `,
  *check({ topology }) {
    const { authorities } = certificateUses(topology)
    for (const authority of topology.authorities) {
      if (!authority.written || authorities.has(authority)) continue
      yield {
        message: `authority "${authority.name}" issues nothing and no listener trusts it`,
        at: { path: authority.path, on: 'key' },
        hint: 'name it as an issuer or in the trust of a listener, or remove it',
      }
    }
  },
}
