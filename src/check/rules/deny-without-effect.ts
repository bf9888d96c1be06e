import { prose } from '../../diagnostics/prose.ts'
import { widen } from '../../topic/filter-template.ts'
import type { CheckRule } from '../check-subject.ts'
import { indexPerList } from '../grant-index.ts'
import { grantLabel, writtenGrants } from '../written-grants.ts'

export const denyWithoutEffect: CheckRule = {
  code: 'deny-without-effect',
  severity: 'warning',
  summary: 'a deny takes nothing away, because nothing it covers is allowed',
  explanation: prose`
    Nothing is allowed by default, so a deny is only needed to cut a piece out of an allow of the same user and
    action. One that meets no such allow is superfluous, or names the wrong topics: then what it should protect is
    open. A filter that begins with a wildcard meets no topic that begins with \`$\`.

    Correct the filter or the direction (\`publish\`, \`subscribe\`), or remove the deny.
  `,
  *check({ topology }) {
    const indexOf = indexPerList(widen)
    for (const { grant, lists } of writtenGrants(topology)) {
      if (grant.effect === 'allow') continue
      const filter = widen(grant.filter)
      if (lists.some((list) => indexOf(list)('allow', grant.action, filter).length > 0)) continue
      yield {
        message: `${grantLabel(grant)} takes nothing away: no ${grant.action} that it covers is allowed`,
        at: { path: grant.path },
        hint: 'correct its filter or direction, or remove it',
      }
    }
  },
}
