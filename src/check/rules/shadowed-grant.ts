import { prose } from '../../diagnostics/prose.ts'
import { covers, type TopicFilter } from '../../topic/filter.ts'
import { createTopicSets, type TopicSets } from '../../topic/topic-set.ts'
import type { Grant } from '../../topology/user.ts'
import type { CheckRule } from '../check-subject.ts'
import { type IndexedGrant, type IndexOf, indexPerList } from '../grant-index.ts'
import { grantLabel, type WrittenGrant, writtenGrants } from '../written-grants.ts'

/** Of more denies that meet a grant, it is not asked whether all together cover it. */
const MOST_TOGETHER = 50

export const shadowedGrant: CheckRule = {
  code: 'shadowed-grant',
  severity: 'warning',
  summary: 'a grant has no effect because denies cover all of its topics',
  explanation: prose`
    A deny wins over every allow of the same user and action, however specific the allow is, and wherever it is
    written: with the user, in a role or in a group. Unlike in firewalls, the order does not matter.

    Narrow the deny so that it leaves out what is meant to be allowed, or remove the grant. A grant of a role is
    reported only if a deny covers it for every user that has the role.
  `,
  *check({ topology }) {
    const indexOf = indexPerList()
    const sets = createTopicSets()
    for (const written of writtenGrants(topology)) {
      const denies = commonDenies(sets, written, indexOf)
      if (denies === undefined) continue
      const labels = denies.map((deny) => `the ${grantLabel(deny)}`)
      yield {
        message: `${grantLabel(written.grant)} never takes effect: ${labels.join(' and ')} ${denies.length === 1 ? 'covers' : 'cover'} it`,
        at: { path: written.grant.path },
        related: denies.map(({ path }) => ({ at: { path }, message: 'the deny is here' })),
        hint: 'narrow the deny or remove the grant',
      }
    }
  },
}

/** What covers the grant in the first list that has it, if something does in every list: one deny, or several together. */
function commonDenies(
  sets: TopicSets,
  { grant, filter, lists }: WrittenGrant,
  indexOf: IndexOf,
): readonly Grant[] | undefined {
  if (grant.effect === 'deny') return undefined
  const found = lists.map((list) => deniesOver(sets, filter, indexOf(list)('deny', grant.action, filter)))
  return found.includes(undefined) ? undefined : found[0]
}

function deniesOver(
  sets: TopicSets,
  filter: TopicFilter,
  denies: readonly IndexedGrant[],
): readonly Grant[] | undefined {
  const one = denies.find((deny) => covers(deny.filter, filter))
  if (one !== undefined) return [one.grant]
  if (denies.length < 2 || denies.length > MOST_TOGETHER) return undefined
  const denied = sets.unionOf(denies.map((deny) => deny.filter))
  return sets.includes(denied, sets.topicsOf(filter)) ? denies.map((deny) => deny.grant) : undefined
}
