import { prose } from '../../diagnostics/prose.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import { canonicalText, parseFilter } from '../../topic/filter.ts'
import { isGround } from '../../topic/filter-template.ts'
import type { TopicSet, TopicSets } from '../../topic/topic-set.ts'
import type { CheckRule } from '../check-subject.ts'
import { grantUses } from '../grant-use.ts'
import { grantLabel } from '../written-grants.ts'

/** More filters than this are no better than the wide one. */
const MOST_FILTERS = 4

export const grantWiderThanUsed: CheckRule = {
  code: 'grant-wider-than-used',
  severity: 'info',
  summary: 'a grant covers more than anybody on the other side publishes or receives',
  explanation: prose`
    Of the topics of this grant, messages can only be on some: those that somebody may publish, if it allows receiving, and
    those that somebody may receive, if it allows publishing, on the broker itself and over bridges. The narrower filters
    of the hint let all of these messages through, so every \`require\` policy and every test that holds now holds with them.
    What is not granted cannot be used by whoever steals the credentials, or by a publisher that comes later.

    Grant the narrower filters, or keep the wide one where later topics are meant to be in it.
  `,
  *check({ topology }) {
    const { sets, grants } = grantUses(topology)
    for (const { grant, isOne, given, used } of grants) {
      if (!isOne || !isGround(grant.filter) || sets.isEmpty(used)) continue
      const narrow = narrowest(sets, given, used)
      if (narrow === undefined) continue
      const done = grant.action === 'publish' ? 'may be received by anybody' : 'anybody may publish'
      yield {
        message: `${grantLabel(grant)} is wider than what ${done}`,
        at: { path: grant.path },
        hint: `grant ${narrow.map(quoted).join(', ')} instead, or keep it for topics to come`,
      }
    }
  },
}

/** Few filters around what is used, if they leave out something that is given. The names of others become \`+\`. */
function narrowest(sets: TopicSets, given: TopicSet, used: TopicSet): readonly string[] | undefined {
  const filters = sets.filtersOf(used)?.map(withoutNames)
  if (filters === undefined) return undefined
  const topics = sets.unionOf(filters.map(parseFilter))
  const unique = [...new Set(sets.filtersOf(topics) ?? filters)]
  // That `a/#` has `a` too, and `a/+/#` has not, is not worth a word.
  const almost = sets.unionOf(unique.map((filter) => parseFilter(filter.replace(/\/\+\/#$/, '/#'))))
  return unique.length > MOST_FILTERS || sets.includes(almost, given) ? undefined : unique
}

function withoutNames(filter: string): string {
  const levels = filter.split('/').map((level) => (level.includes('\0') ? '+' : level))
  return canonicalText(levels.join('/'))
}
