import { prose } from '../../diagnostics/prose.ts'
import type { CheckRule } from '../check-subject.ts'
import { grantLabel, writtenGrants } from '../written-grants.ts'

export const controlGranted: CheckRule = {
  code: 'control-granted',
  severity: 'warning',
  summary: 'a grant lets a client change the rights of all clients',
  explanation: prose`
    Messages published under \`$CONTROL\` are commands to the broker and its plugins. With the dynamic-security plugin
    \`$CONTROL/dynamic-security/#\` makes and changes users and roles, so whoever may publish there has every right,
    and what the spec says about rights no longer holds.

    Keep such a grant to one administrator with strong credentials, or change the spec and compile instead.
  `,
  *check({ topology }) {
    for (const { grant } of writtenGrants(topology)) {
      if (grant.effect === 'deny' || grant.action !== 'publish' || grant.filter.levels[0] !== '$CONTROL')
        continue
      yield {
        message: `${grantLabel(grant)} allows changing the rights of all clients`,
        at: { path: grant.path },
        hint: 'remove the grant and change rights in the spec',
      }
    }
  },
}
