import { prose } from '../../diagnostics/prose.ts'
import { covers } from '../../topic/filter.ts'
import type { Grant } from '../../topology/user.ts'
import type { CheckRule } from '../check-subject.ts'
import { type IndexOf, indexPerList } from '../grant-index.ts'
import { grantLabel, type WrittenGrant, writtenGrants } from '../written-grants.ts'

export const shadowedGrant: CheckRule = {
  code: 'shadowed-grant',
  severity: 'warning',
  summary: 'a grant has no effect because a deny covers all of its topics',
  explanation: prose`
    A deny wins over every allow of the same user and action, however specific the allow is, and wherever it is
    written: with the user, in a role or in a group. Unlike in firewalls, the order does not matter.

    Narrow the deny so that it leaves out what is meant to be allowed, or remove the grant. A grant of a role is
    reported only if a deny covers it for every user that has the role.
  `,
  *check({ topology }) {
    const indexOf = indexPerList()
    for (const written of writtenGrants(topology)) {
      const deny = commonDeny(written, indexOf)
      if (deny === undefined) continue
      yield {
        message: `${grantLabel(written.grant)} never takes effect: the ${grantLabel(deny)} covers it`,
        at: { path: written.grant.path },
        related: [{ at: { path: deny.path }, message: 'the deny is here' }],
        hint: 'narrow the deny or remove the grant',
      }
    }
  },
}

/** A deny that covers the grant, if there is one in every list that has the grant. */
function commonDeny({ grant, filter, lists }: WrittenGrant, indexOf: IndexOf): Grant | undefined {
  if (grant.effect === 'deny') return undefined
  const denies = lists.map((list) =>
    indexOf(list)('deny', grant.action, filter).find((deny) => covers(deny.filter, filter)),
  )
  return denies.includes(undefined) ? undefined : denies[0]?.grant
}
