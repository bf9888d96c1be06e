import { prose } from '../../diagnostics/prose.ts'
import { covers } from '../../topic/filter.ts'
import type { Grant } from '../../topology/user.ts'
import type { CheckRule } from '../check-subject.ts'
import { indexPerList } from '../grant-index.ts'
import { siblingGrants } from '../sibling-grants.ts'
import { grantLabel } from '../written-grants.ts'

export const redundantGrant: CheckRule = {
  code: 'redundant-grant',
  severity: 'info',
  summary: 'a grant adds nothing to a wider one beside it',
  explanation: prose`
    Another entry of the same list covers all topics of this one, so removing it changes no right. Where the narrow
    one is what was meant, the wide one gives away more than intended.

    Remove one of the two. Grants that differ in \`qos\` or \`retain\` are not reported: they document the client.
  `,
  *check({ topology }) {
    for (const siblings of siblingGrants(topology)) {
      const grants = siblings.map(({ grant }) => grant)
      const meeting = indexPerList()({ grants, users: [] })
      for (const { grant, filter } of siblings) {
        const wider = meeting(grant.effect, grant.action, filter).find(
          (other) =>
            covers(other.filter, filter) && !covers(filter, other.filter) && saysTheSame(other.grant, grant),
        )?.grant
        if (wider === undefined) continue
        yield {
          message: `${grantLabel(grant)} adds nothing to ${grantLabel(wider)}`,
          at: { path: grant.path },
          related: [{ at: { path: wider.path }, message: 'the wider one is here' }],
          hint: 'remove one of the two',
        }
      }
    }
  },
}

function saysTheSame(a: Grant, b: Grant): boolean {
  return a.qos === b.qos && a.retain === b.retain
}
