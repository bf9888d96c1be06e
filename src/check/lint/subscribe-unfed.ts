import { prose } from '../../diagnostics/prose.ts'
import type { CheckRule } from '../check-subject.ts'
import { grantUses } from '../grant-use.ts'
import { grantLabel } from '../written-grants.ts'

export const subscribeUnfed: CheckRule = {
  code: 'subscribe-unfed',
  severity: 'warning',
  summary: 'a grant allows receiving what nobody may publish',
  explanation: prose`
    No user of any broker may publish one of these topics, on the broker itself or where a bridge would bring them from. A
    subscription succeeds, and nothing ever comes. Often the publisher's topic has another spelling, or a route of a
    bridge does not take the topics along. What the broker says of itself, under \`$SYS\`, is not meant.

    Grant somebody \`publish\` for them, correct the topic, or remove the grant.
  `,
  *check({ topology }) {
    const { sets, grants, isIdle } = grantUses(topology)
    for (const { grant, parties, given, used } of grants) {
      if (grant.action !== 'subscribe' || sets.isEmpty(given) || !sets.isEmpty(used)) continue
      if (parties.every(isIdle)) continue
      yield {
        message: `nobody may publish anything of ${grantLabel(grant)}, here or behind a bridge`,
        at: { path: grant.path },
        hint: 'grant somebody "publish" for it, correct the topic, or remove it',
      }
    }
  },
}
